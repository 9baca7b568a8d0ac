package io.blocktier.segments.collect;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.segments.manifest.Candidate;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentNames;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a manifest and its snapshots need, worked out anew from the segments themselves, so that a
 * mistake in the book-keeping of garbage deletes nothing. Immutable.
 */
final class References {

  private final Manifest manifest;
  private final Map<Long, SegmentEntry> needed = new HashMap<>();
  private final Map<Tier, Set<BlockKey>> keys = new EnumMap<>(Tier.class);

  private References(Manifest manifest) {
    this.manifest = manifest;
    manifest.segments().values().forEach(this::need);
    for (String snapshot : manifest.snapshots().keySet()) {
      manifest.view(snapshot).orElseThrow().values().forEach(this::need);
    }
  }

  static References of(Manifest manifest) {
    return new References(manifest);
  }

  private void need(SegmentEntry entry) {
    needed.put(entry.object().id(), entry);
    keys.computeIfAbsent(entry.object().tier(), tier -> new HashSet<>()).add(entry.object().key());
  }

  /** Returns the segments that are needed, by the numbers of their objects. */
  Map<Long, SegmentEntry> needed() {
    return needed;
  }

  /** Tells whether an object is needed, by its number or by its key. */
  boolean has(ObjectRef object) {
    return needed.containsKey(object.id())
        || keys.getOrDefault(object.tier(), Set.of()).contains(object.key());
  }

  /** Refuses unless all objects are condemned, needed by nothing, and under keys of their own. */
  void requireDead(List<ObjectRef> objects, SegmentNames names) throws CollectionRefusedException {
    for (ObjectRef object : objects) {
      Candidate candidate = manifest.garbage().get(object.id());
      boolean condemned =
          candidate != null && candidate.condemned() && candidate.object().equals(object);
      require(condemned, object, "is to be deleted without being condemned");
      require(!has(object), object, "is to be deleted and is needed");
      require(names.isOwn(object), object, "has a key that is not its own");
    }
  }

  private void require(boolean holds, ObjectRef object, String otherwise)
      throws CollectionRefusedException {
    if (!holds) {
      throw new CollectionRefusedException(
          object + " " + otherwise + " in manifest " + manifest.number(),
          "keep a copy of the manifest and report it");
    }
  }
}
