package io.blocktier.segments.check;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ManifestReader;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Checks the chain of manifests and every segment that the newest one, or a snapshot in it, needs.
 * Reads only, and may run beside a writer: what is found is looked up again in the manifest of the
 * end, and left out if that no longer needs it there. Thread-safe.
 */
public final class Fsck {

  private final SegmentStores stores;
  private final SegmentNames names;
  private final SegmentFormat format;

  /**
   * Makes a check.
   *
   * @param stores where manifest and segments are
   * @param names their keys
   * @param format reads segments
   */
  public Fsck(SegmentStores stores, SegmentNames names, SegmentFormat format) {
    this.stores = stores;
    this.names = names;
    this.format = format;
  }

  /**
   * Checks everything.
   *
   * @param depth how closely
   * @return what was found; an object that cannot be read is a finding, too
   * @throws io.blocktier.segments.manifest.DamagedManifestException if the chain itself is damaged,
   *     and so nothing can be said of segments
   * @throws ManifestException if manifests are deleted faster than they are read
   * @throws BlockStoreException if the manifest cannot be read
   */
  public CheckReport run(CheckDepth depth) throws ManifestException, BlockStoreException {
    ManifestReader reader = ManifestReader.open(stores.hot(), names.manifest());
    Manifest manifest = reader.current();
    SegmentCheck check = new SegmentCheck(format, depth);
    List<Finding> findings = new ArrayList<>();
    long bytes = 0;
    NavigableMap<Long, SegmentEntry> needed = needed(manifest);
    for (SegmentEntry entry : needed.values()) {
      bytes += entry.content().bytes();
      look(entry, check).ifPresent(findings::add);
    }
    List<Finding> still = findings.isEmpty() ? findings : confirmed(findings, reader.refresh());
    return new CheckReport(manifest.number(), depth, needed.size(), bytes, still);
  }

  /** Returns the segments that the newest view and all snapshots see, by their numbers. */
  static NavigableMap<Long, SegmentEntry> needed(Manifest manifest) {
    NavigableMap<Long, SegmentEntry> needed = new TreeMap<>(manifest.segments());
    for (String snapshot : manifest.snapshots().keySet()) {
      manifest.view(snapshot).ifPresent(needed::putAll);
    }
    return needed;
  }

  private Optional<Finding> look(SegmentEntry entry, SegmentCheck check) {
    return stores.has(entry.object().tier())
        ? check.run(entry, stores.of(entry.object().tier()))
        : Optional.of(new Finding.NoStore(entry));
  }

  private static List<Finding> confirmed(List<Finding> findings, Manifest newest) {
    NavigableMap<Long, SegmentEntry> needed = needed(newest);
    return findings.stream()
        .filter(finding -> {
          SegmentEntry now = needed.get(finding.segment().id());
          return now != null && now.object().equals(finding.segment().object());
        })
        .toList();
  }
}
