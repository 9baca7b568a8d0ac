package io.blocktier.segments.check;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ManifestReader;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Reads segments one after the other, all of each, slowly: finds what rots before it is needed. A
 * scrub goes on where the last one ended, be it in another process. Thread-safe.
 */
public final class Scrub {

  private final SegmentStores stores;
  private final SegmentNames names;
  private final SegmentFormat format;
  private final Effects effects;
  private final long bytesPerSecond;

  /**
   * Makes a scrub.
   *
   * @param stores where manifest and segments are
   * @param names their keys
   * @param format reads segments
   * @param effects elapsed time, and waiting
   * @param bytesPerSecond how fast it reads, or {@link Pace#UNLIMITED}
   */
  public Scrub(
      SegmentStores stores,
      SegmentNames names,
      SegmentFormat format,
      Effects effects,
      long bytesPerSecond) {
    this.stores = stores;
    this.names = names;
    this.format = format;
    this.effects = effects;
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * Reads segments behind a position, at least one, until it has read enough of them. A thread that
   * is interrupted ends it: what it read last is found unreadable, and read again by the next.
   *
   * @param position of the last report, or 0 to begin a round
   * @param maxBytes no further segment is begun once so many bytes were read
   * @return how far it came
   * @throws ManifestException if the manifest is damaged, or deleted faster than it is read
   * @throws BlockStoreException if the manifest cannot be read
   */
  public ScrubReport run(long position, long maxBytes)
      throws ManifestException, BlockStoreException {
    NavigableMap<Long, SegmentEntry> left =
        Fsck.needed(ManifestReader.open(stores.hot(), names.manifest()).current())
            .tailMap(position + 1, true);
    SegmentCheck check = new SegmentCheck(format, CheckDepth.RECORDS);
    Pace pace = new Pace(effects, bytesPerSecond);
    List<Finding> findings = new ArrayList<>();
    long segments = 0;
    long bytes = 0;
    long last = position;
    for (SegmentEntry entry : left.values()) {
      if (segments > 0 && bytes >= maxBytes) {
        return new ScrubReport(last, segments, bytes, findings);
      }
      look(entry, check, pace).ifPresent(findings::add);
      if (Thread.currentThread().isInterrupted()) {
        return new ScrubReport(last, segments, bytes, findings);
      }
      segments++;
      bytes += entry.content().bytes();
      last = entry.id();
    }
    return new ScrubReport(0, segments, bytes, findings);
  }

  private Optional<Finding> look(SegmentEntry entry, SegmentCheck check, Pace pace) {
    return stores.has(entry.object().tier())
        ? check.run(entry, new PacedStore(stores.of(entry.object().tier()), pace))
        : Optional.of(new Finding.NoStore(entry));
  }
}
