package io.blocktier.segments.manifest;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds objects that no manifest has and none will. */
public final class Orphans {

  private Orphans() {}

  /**
   * Returns the objects that no segment has, no candidate is, and no writer can add any more: their
   * numbers were reserved in an epoch that is over. Where a number is known, its object is not
   * touched, whatever its key is. Objects of this epoch may be on their way, and are left out.
   *
   * @param manifest the newest manifest, by its writer, read behind the listing
   * @param listed objects that a listing showed
   * @return those to be written down by {@link Edit.NoteOrphans}
   */
  public static List<Orphan> among(Manifest manifest, Collection<Orphan> listed) {
    return unknown(manifest, listed).stream()
        .filter(orphan -> orphan.object().id() < manifest.writer().firstId())
        .toList();
  }

  /**
   * Returns those that would be orphans if this epoch were over: objects of it that are on their
   * way are among them.
   *
   * @param manifest the newest manifest, read behind the listing
   * @param listed objects that a listing showed
   * @return those that the manifest does not know
   */
  public static List<Orphan> afterTakeover(Manifest manifest, Collection<Orphan> listed) {
    return unknown(manifest, listed).stream()
        .filter(orphan -> orphan.object().id() < manifest.nextId())
        .toList();
  }

  private static List<Orphan> unknown(Manifest manifest, Collection<Orphan> listed) {
    Set<Long> needed = new HashSet<>(manifest.garbage().keySet());
    manifest.segments().values().forEach(entry -> needed.add(entry.object().id()));
    return listed.stream().filter(orphan -> !needed.contains(orphan.object().id())).toList();
  }
}
