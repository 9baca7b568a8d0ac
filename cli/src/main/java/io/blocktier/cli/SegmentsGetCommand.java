package io.blocktier.cli;

import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.SegmentRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches the value of a key. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Fetch the value of a key. A file appears under its name when it is complete.",
    footer = {"", "Example: blocktier segments get --config store.yaml orders/17 order.json"})
final class SegmentsGetCommand implements Callable<Integer> {

  private static final String STANDARD_OUTPUT = "-";

  private final Session session;

  @Parameters(index = "0", paramLabel = "KEY", description = "Whom the record concerns.")
  private String key = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = STANDARD_OUTPUT,
      description = "Gets the value; - is standard output, as is nothing.")
  private String file = "";

  @Option(
      names = {"-f", "--force"},
      description = "Replace a file that exists.")
  private boolean force;

  @Mixin private RecordReading reading = new RecordReading();

  SegmentsGetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    RecordKey named = RecordArguments.key(key);
    if (file.isEmpty()) {
      throw CommandException.usage("the name of the file is empty", "name a file, or -");
    }
    SegmentRecord record =
        reading.open(session).get(named).orElseThrow(() -> RecordArguments.noRecord(named));
    ByteBuffer value = record.value().duplicate();
    if (file.equals(STANDARD_OUTPUT)) {
      session.out().bytes(value);
    } else {
      long bytes = value.remaining();
      write(value);
      session.print(
          String.format(Locale.ROOT, "fetched %,d bytes of '%s'", bytes, Problem.plain(key)),
          RecordView.json(named, record.sequence(), record.expiresAt(), bytes));
    }
    return ExitCode.OK.status();
  }

  private void write(ByteBuffer value) throws IOException {
    try (FileTarget target = new FileTarget(Path.of(file), force, session.effects().random())) {
      target.write(value);
      target.commit();
    }
  }
}
