package io.blocktier.cli;

import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists records in the order of their keys; memory holds a few frames. */
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "List records in the order of their keys: the size of the value, and the key.",
      "With --values each line is the key, a tab and the value, as 'import --escaped' takes it: a"
          + " backslash is \\\\, a tab \\t, a line break \\n or \\r. With --json values are in Base64."
    },
    footer = {"", "Example: blocktier segments scan --config store.yaml orders/"})
final class SegmentsScanCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "What the keys begin with (default: all).")
  private String prefix = "";

  @Option(names = "--values", description = "With the values.")
  private boolean values;

  @Option(
      names = "--limit",
      paramLabel = "RECORDS",
      defaultValue = "9223372036854775807",
      showDefaultValue = Visibility.NEVER,
      description = "At most so many (default: all).")
  private long limit;

  @Option(
      names = {"-c", "--count"},
      description = "Only count.")
  private boolean count;

  @Mixin private RecordReading reading = new RecordReading();

  SegmentsScanCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    if (limit < 1) {
      throw CommandException.usage("--limit is " + limit, "write 1 or more");
    }
    KeyRange range = prefix.isEmpty() ? KeyRange.ALL : KeyRange.prefix(RecordArguments.key(prefix));
    Progress progress = session.progress("scan");
    long records = 0;
    long bytes = 0;
    try (RecordCursor cursor = reading.open(session).scan(range)) {
      while (records < limit && cursor.next()) {
        ByteBuffer value = cursor.value();
        records++;
        bytes += value.remaining();
        progress.addBlocks(1);
        progress.addBytes(value.remaining());
        if (!count) {
          print(cursor, value);
        }
      }
    }
    session.errors().clearProgress();
    if (count) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("records", records);
      json.put("bytes", bytes);
      session.print(RecordView.records(records) + ", " + Units.bytes(bytes), json);
    }
    return ExitCode.OK.status();
  }

  private void print(RecordCursor cursor, ByteBuffer value) {
    RecordKey key = cursor.key();
    if (session.options().json()) {
      Map<String, Object> json =
          RecordView.json(key, cursor.sequence(), cursor.expiresAt(), value.remaining());
      if (values) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        json.put("value", Base64.getEncoder().encodeToString(bytes));
      }
      session.out().line(Json.line(json));
    } else if (values) {
      session.out().bytes(RecordLines.escaped(key, value));
    } else {
      session
          .out()
          .line(
              String.format(
                  Locale.ROOT, "%,15d  %s", value.remaining(), Problem.plain(key.toString())));
    }
  }
}
