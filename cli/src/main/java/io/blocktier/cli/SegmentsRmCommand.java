package io.blocktier.cli;

import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordReceipt;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.format.RecordKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes the values of keys away. */
@Command(
    name = "rm",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Take the values of keys away, of all of them or, where one has none, of none.",
      "Their space is free after 'compact' and 'gc'."
    },
    footer = {"", "Example: blocktier segments rm --config store.yaml orders/17"})
final class SegmentsRmCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "KEY", description = "Whom the records concern.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = {"-f", "--force"},
      description = "A key without a value is no error.")
  private boolean force;

  SegmentsRmCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    List<RecordKey> named = keys.stream().map(RecordArguments::key).toList();
    SegmentManager segments = session.stores().segmentsOfRecords();
    Batch batch = new Batch();
    for (RecordKey key : named) {
      if (segments.get(key).isPresent()) {
        batch.delete(key);
      } else if (!force) {
        throw RecordArguments.noRecord(key);
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("deleted", batch.size());
    if (batch.size() > 0) {
      RecordReceipt receipt = segments.write(batch);
      json.putAll(RecordView.json(receipt));
    }
    session.print("deleted " + RecordView.records(batch.size()), json);
    return ExitCode.OK.status();
  }
}
