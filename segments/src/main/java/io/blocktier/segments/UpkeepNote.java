package io.blocktier.segments;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.segments.objects.SegmentNames;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The block in which a writer notes its last upkeep, so that others see it. A hint for people:
 * nothing is decided by it, so it is written without a condition, and what cannot be read counts as
 * nothing. Lines of text, of which docs/format.md tells.
 *
 * @param store has the block
 * @param names its key
 */
record UpkeepNote(BlockStore store, SegmentNames names) {

  private static final String HEAD = "blocktier upkeep 1";
  private static final int MOST_BYTES = 4096;
  private static final int MOST_FAILURE_CHARS = 1000;

  void write(UpkeepRun run) throws BlockStoreException {
    Object ignored = Blocks.write(store, names.upkeep(), encode(run).getBytes(UTF_8));
  }

  Optional<UpkeepRun> read() throws BlockStoreException {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
      Object ignored = store.read(names.upkeep(), ByteRange.of(0, MOST_BYTES), bytes);
      return decode(UTF_8.decode(bytes.flip()).toString());
    } catch (BlockNotFoundException | RangeNotSatisfiableException nobodyWroteOne) {
      return Optional.empty();
    }
  }

  static String encode(UpkeepRun run) {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    line(text, "began", run.began());
    line(text, "took_millis", run.took().toMillis());
    line(text, "orphans", run.orphans());
    line(text, "deleted", run.deleted());
    line(text, "deleted_bytes", run.deletedBytes());
    line(text, "compactions", run.compactions());
    line(text, "gained_bytes", run.gainedBytes());
    run.failure().ifPresent(failure -> line(text, "failure", cut(failure)));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(' ').append(value).append('\n');
  }

  private static String cut(String failure) {
    return failure.substring(0, Math.min(failure.length(), MOST_FAILURE_CHARS));
  }

  static Optional<UpkeepRun> decode(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : text.lines().skip(1).toList()) {
      int end = line.indexOf(' ');
      if (end > 0) {
        fields.put(line.substring(0, end), line.substring(end + 1));
      }
    }
    try {
      return text.startsWith(HEAD + "\n") ? Optional.of(run(fields)) : Optional.empty();
    } catch (DateTimeException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  private static UpkeepRun run(Map<String, String> fields) {
    return new UpkeepRun(
        Instant.parse(fields.getOrDefault("began", "")),
        Duration.ofMillis(number(fields, "took_millis")),
        number(fields, "orphans"),
        number(fields, "deleted"),
        number(fields, "deleted_bytes"),
        number(fields, "compactions"),
        number(fields, "gained_bytes"),
        Optional.ofNullable(fields.get("failure")));
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, ""));
  }
}
