package io.blocktier.cli;

import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordReceipt;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.format.RecordKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a key a value. */
@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Give a key a value: the bytes of a file, or of standard input.",
      "When this returns, the record is as safe as segments.durability says; before the command"
          + " ends it is sealed, unless the store is down: then the log keeps it for the next one."
    },
    footer = {"", "Example: blocktier segments put --config store.yaml orders/17 order.json"})
final class SegmentsPutCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  private final Session session;

  @Parameters(index = "0", paramLabel = "KEY", description = "Whom the record concerns.")
  private String key = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = STANDARD_INPUT,
      description = "Has the value; - is standard input, as is nothing.")
  private String file = "";

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      description = "After this time, such as 30s or 7d, the key has no value.")
  private @Nullable String expires;

  @Option(
      names = "--durability",
      paramLabel = "LEVEL",
      description = "memory, local or remote, instead of segments.durability.")
  private @Nullable String durability;

  SegmentsPutCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    RecordKey named = RecordArguments.key(key);
    Duration life = expires == null ? Duration.ZERO : positive(expires);
    @Nullable Durability level = durability == null ? null : level(durability);
    byte[] value = value();
    SegmentManager segments = session.stores().segmentsOfRecords();
    Batch batch = batch(named, ByteBuffer.wrap(value), life);
    RecordReceipt receipt = level == null ? segments.write(batch) : segments.write(batch, level);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", key);
    json.put("bytes", value.length);
    json.putAll(RecordView.json(receipt));
    session.print(
        String.format(
            Locale.ROOT,
            "wrote %,d bytes of '%s'; the record is %s",
            value.length,
            Problem.plain(key),
            DurabilityText.of(receipt.level())),
        json);
    return ExitCode.OK.status();
  }

  private Batch batch(RecordKey named, ByteBuffer value, Duration life) {
    return life.isZero()
        ? new Batch().put(named, value)
        : new Batch().put(named, value, session.effects().clock().instant().plus(life));
  }

  private byte[] value() throws IOException {
    if (file.isEmpty()) {
      throw CommandException.usage("the name of the file is empty", "name a file, or -");
    }
    try (InputStream in =
        file.equals(STANDARD_INPUT) ? session.console().in() : Files.newInputStream(path())) {
      byte[] value = in.readNBytes(SegmentsOptions.MAX_BATCH_BYTES + 1);
      if (value.length > SegmentsOptions.MAX_BATCH_BYTES) {
        throw CommandException.usage(
            String.format(
                Locale.ROOT, "the value has more than %,d bytes", SegmentsOptions.MAX_BATCH_BYTES),
            "store it as a block: 'blocktier put'");
      }
      return value;
    }
  }

  private Path path() {
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw CommandException.usage(path + ": is a directory", "name a file, or -");
    }
    return path;
  }

  private static Duration positive(String text) {
    Duration life;
    try {
      life = SettingType.DURATION.parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--expires: " + e.getMessage(), "write 30s, 5m, 12h or 7d");
    }
    if (!life.isPositive()) {
      throw CommandException.usage("--expires has to be more than nothing", "write 30s or 7d");
    }
    return life;
  }

  private static Durability level(String text) {
    try {
      return SettingType.oneOf(Durability.class).parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(
          "--durability: " + e.getMessage(), "write memory, local or remote");
    }
  }
}
