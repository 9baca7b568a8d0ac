package io.blocktier.cli;

import io.blocktier.blockstore.KeyPrefix;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The process that comes after the machine was lost: opens what the server has, reads everything
 * back, compares it, and tells what it found in one line of JSON.
 */
@Command(name = DemoReadCommand.NAME, hidden = true)
final class DemoReadCommand implements Callable<Integer> {

  static final String NAME = "demo-read";

  private final Session session;

  @Mixin private DemoChild child = new DemoChild();

  @Option(names = "--records", required = true)
  private int records;

  @Option(names = "--inventory", required = true)
  private @Nullable Path inventory;

  DemoReadCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    session.effects().executor().execute(this::endWithWhoStartedThis);
    DemoScene scene = child.scene(session, records);
    DemoFindings findings = new DemoFindings();
    List<DemoPhase> phases = new ArrayList<>();
    DemoRun blocks =
        new DemoRun(
            session,
            session.stores().configuredStore().store(),
            KeyPrefix.of(scene.prefix()),
            DemoInventory.load(
                Objects.requireNonNull(inventory), scene.source(), scene.prefix(), findings),
            findings,
            scene.settings());
    phases.add(blocks.read());
    phases.add(blocks.list());
    DemoDataSet data = DemoDataSet.of(records);
    if (!data.keys().isEmpty()) {
      DemoRecords some = new DemoRecords(session, data, findings);
      phases.add(some.scan(session.stores().segments()));
      phases.add(some.get(session.stores().segments()));
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("phases", phases.stream().map(DemoPhase::told).toList());
    told.put("findings", findings.told());
    session.out().line(Json.line(told));
    return ExitCode.OK.status();
  }

  /** The pipe is open as long as whoever started this lives. */
  private void endWithWhoStartedThis() {
    try {
      session.console().in().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // as good as its end
    }
    session.cancellation().cancel(Duration.ZERO);
  }
}
