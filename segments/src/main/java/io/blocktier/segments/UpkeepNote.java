package io.blocktier.segments;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.objects.SegmentNames;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The block in which a writer notes its last upkeep, so that others see it. A hint for people:
 * nothing is decided by it, so it is written without a condition, and what cannot be read counts as
 * nothing.
 *
 * @param store has the block
 * @param names its key
 */
record UpkeepNote(BlockStore store, SegmentNames names) {

  private static final String HEAD = "blocktier upkeep 1";

  void write(UpkeepRun run) throws BlockStoreException {
    text(run).write(store, names.upkeep());
  }

  Optional<UpkeepRun> read() throws BlockStoreException {
    return NoteText.read(store, names.upkeep()).flatMap(UpkeepNote::decode);
  }

  static String encode(UpkeepRun run) {
    return text(run).toString();
  }

  private static NoteText text(UpkeepRun run) {
    NoteText text =
        new NoteText(HEAD)
            .line("began", run.began())
            .line("took_millis", run.took().toMillis())
            .line("orphans", run.orphans())
            .line("deleted", run.deleted())
            .line("deleted_bytes", run.deletedBytes())
            .line("compactions", run.compactions())
            .line("gained_bytes", run.gainedBytes());
    return run.failure().map(failure -> text.line("failure", failure)).orElse(text);
  }

  static Optional<UpkeepRun> decode(String text) {
    try {
      return NoteText.fields(HEAD, text).map(UpkeepNote::run);
    } catch (DateTimeException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  private static UpkeepRun run(Map<String, String> fields) {
    return new UpkeepRun(
        Instant.parse(fields.getOrDefault("began", "")),
        Duration.ofMillis(NoteText.number(fields, "took_millis")),
        NoteText.number(fields, "orphans"),
        NoteText.number(fields, "deleted"),
        NoteText.number(fields, "deleted_bytes"),
        NoteText.number(fields, "compactions"),
        NoteText.number(fields, "gained_bytes"),
        Optional.ofNullable(fields.get("failure")));
  }
}
