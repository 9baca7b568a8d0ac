package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordReceipt;
import io.blocktier.segments.SegmentManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes many records. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Write the records of a file: each line is a key, a tab and a value.",
      "Each batch is written together, whole or not at all, in the order of the file; with --json a"
          + " line is printed when it is acknowledged. What is acknowledged stays if a later line is"
          + " wrong."
    },
    footer = {"", "Example: blocktier segments import --config store.yaml orders.tsv"})
final class SegmentsImportCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";
  private static final int MAX_BATCH = 1_000_000;
  private static final long BATCH_BYTES = 1 << 20;

  private final Session session;

  @Parameters(index = "0", paramLabel = "FILE", description = "Has the lines; - is standard input.")
  private String file = "";

  @Option(
      names = "--batch",
      paramLabel = "RECORDS",
      defaultValue = "1000",
      description = "How many records are written together at most, and about 1 MiB of them.")
  private int most;

  @Option(
      names = "--escaped",
      description = "Lines are as 'scan --values' writes them: \\t, \\n, \\r and \\\\.")
  private boolean escaped;

  private long records;
  private long bytes;

  SegmentsImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    if (most < 1 || most > MAX_BATCH) {
      throw CommandException.usage(
          String.format(Locale.ROOT, "--batch is %d", most),
          String.format(Locale.ROOT, "write 1 to %d", MAX_BATCH));
    }
    try (InputStream in = open()) {
      SegmentManager segments = session.stores().segmentsOfRecords();
      Progress progress = session.progress("import");
      run(new RecordLines(in, escaped), segments, progress);
      session.errors().clearProgress();
      session.print(summary(progress), Map.of("summary", json(progress)));
    }
    return ExitCode.OK.status();
  }

  private InputStream open() throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return session.console().in();
    }
    Path path = Path.of(file);
    if (file.isEmpty() || Files.isDirectory(path)) {
      throw CommandException.usage(
          String.format(Locale.ROOT, "'%s' is no file", file), "name a file, or -");
    }
    return Files.newInputStream(path);
  }

  private void run(RecordLines lines, SegmentManager segments, Progress progress)
      throws IOException {
    while (true) {
      Batch batch = new Batch();
      long size = 0;
      try {
        Optional<RecordLines.Line> line = lines.next();
        while (line.isPresent()) {
          batch.put(line.get().key(), line.get().value());
          size += line.get().bytes();
          boolean more = batch.size() < most && size < BATCH_BYTES;
          line = more ? lines.next() : Optional.empty();
        }
        if (batch.size() == 0) {
          return;
        }
      } catch (CommandException wrongLine) {
        write(batch, size, segments, progress);
        throw wrongLine;
      }
      write(batch, size, segments, progress);
    }
  }

  private void write(Batch batch, long size, SegmentManager segments, Progress progress)
      throws BlockStoreException {
    if (batch.size() == 0) {
      return;
    }
    RecordReceipt receipt = segments.write(batch);
    records += batch.size();
    bytes += size;
    progress.addBlocks(batch.size());
    progress.addBytes(size);
    if (session.options().json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("records", records);
      json.putAll(RecordView.json(receipt));
      session.out().line(Json.line(json));
      session.out().flush();
    }
  }

  private String summary(Progress progress) {
    return String.format(
        Locale.ROOT,
        "imported %s, %s in %s (%,d records/s)",
        RecordView.records(records),
        Units.bytes(bytes),
        Units.seconds(progress.nanos()),
        Math.round(Units.perSecond(records, progress.nanos())));
  }

  private Map<String, Object> json(Progress progress) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("records", records);
    json.put("bytes", bytes);
    json.put("seconds", Units.round(progress.nanos() / 1e9, 3));
    return json;
  }
}
