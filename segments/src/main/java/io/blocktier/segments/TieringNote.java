package io.blocktier.segments;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.tiering.TieringRun;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The block in which a writer notes what its background moved last, as {@link UpkeepNote} does of
 * upkeep.
 *
 * @param store has the block
 * @param names its key
 */
record TieringNote(BlockStore store, SegmentNames names) {

  private static final String HEAD = "blocktier tiering 1";

  void write(TieringRun run) throws BlockStoreException {
    text(run).write(store, names.tiering());
  }

  Optional<TieringRun> read() throws BlockStoreException {
    return NoteText.read(store, names.tiering()).flatMap(TieringNote::decode);
  }

  private static NoteText text(TieringRun run) {
    NoteText text =
        new NoteText(HEAD)
            .line("began", run.began())
            .line("took_millis", run.took().toMillis())
            .line("archived", run.archived())
            .line("restored", run.restored())
            .line("moved_bytes", run.movedBytes())
            .line("dropped", run.dropped())
            .line("failed", run.failed());
    return run.failure().map(failure -> text.line("failure", failure)).orElse(text);
  }

  private static Optional<TieringRun> decode(String text) {
    try {
      return NoteText.fields(HEAD, text).map(TieringNote::run);
    } catch (DateTimeException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  private static TieringRun run(Map<String, String> fields) {
    return new TieringRun(
        Instant.parse(fields.getOrDefault("began", "")),
        Duration.ofMillis(NoteText.number(fields, "took_millis")),
        NoteText.number(fields, "archived"),
        NoteText.number(fields, "restored"),
        NoteText.number(fields, "moved_bytes"),
        NoteText.number(fields, "dropped"),
        NoteText.number(fields, "failed"),
        Optional.ofNullable(fields.get("failure")));
  }
}
