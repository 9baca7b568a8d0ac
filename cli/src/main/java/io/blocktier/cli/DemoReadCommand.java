package io.blocktier.cli;

import io.blocktier.blockstore.KeyPrefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

  DemoReadCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    DemoScene scene = child.scene(session, records);
    DemoFindings findings = new DemoFindings();
    List<DemoPhase> phases = new ArrayList<>();
    DemoRun blocks =
        new DemoRun(
            session,
            session.stores().configuredStore().store(),
            KeyPrefix.of(scene.prefix()),
            scene.inventory(findings),
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
}
