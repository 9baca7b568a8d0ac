package io.blocktier.segments.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.segments.manifest.Candidate;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestOptions;
import io.blocktier.segments.manifest.ManifestReader;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Removal;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Snapshot;
import io.blocktier.segments.manifest.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Works out anew which objects there have to be, and compares that with which there are. A second
 * implementation, on purpose: it reads the chain as any reader does, parses keys by itself, and
 * uses nothing of the collector, its plan, the orphan rule, or the views of snapshots. Works on
 * stores without faults, below whatever layer makes them.
 */
public final class SegmentAudit {

  private final String root;
  private final BlockStore manifests;
  private final Map<Tier, BlockStore> stores;
  private final boolean amongFaults;

  /**
   * Prepares an audit.
   *
   * @param root what all keys start with, with a slash at the end
   * @param manifests where the chain is
   * @param stores the store of each tier
   */
  public SegmentAudit(String root, BlockStore manifests, Map<Tier, BlockStore> stores) {
    this(root, manifests, stores, false);
  }

  private SegmentAudit(
      String root, BlockStore manifests, Map<Tier, BlockStore> stores, boolean amongFaults) {
    this.root = root;
    this.manifests = manifests;
    this.stores = Map.copyOf(stores);
    this.amongFaults = amongFaults;
  }

  /**
   * Returns the same for the time in which stores fail: movers write down as garbage what may have
   * landed, and may not have, as no segment ever had it; and checkpoints stay whose deletion was
   * lost, or that a listing left out, until the next one is written.
   */
  public SegmentAudit amongFaults() {
    return new SegmentAudit(root, manifests, stores, true);
  }

  /** Counts everything, and names what must never be. */
  public Audit run() throws Exception {
    Manifest manifest =
        ManifestReader.open(manifests, ManifestOptions.under(root + "manifest/")).current();
    List<String> wrong = new ArrayList<>();
    checkCheckpoints(manifest, wrong);
    return new Count(manifest, listAll(), wrong, amongFaults).run();
  }

  /**
   * Checkpoints of the index are needed by nobody, and there are few: the newest two, and one that
   * a writer brought just now, or whose writer ended before it deleted the oldest.
   */
  private void checkCheckpoints(Manifest manifest, List<String> wrong) throws Exception {
    String prefix = root + "index/";
    List<String> keys = new ArrayList<>();
    try (BlockListing listing = manifests.list(ListOptions.under(KeyPrefix.of(prefix)))) {
      listing.forEachRemaining(entry -> keys.add(entry.name()));
    }
    if (keys.size() > 3 && !amongFaults) {
      wrong.add("there are " + keys.size() + " checkpoints: " + keys);
    }
    for (String key : keys) {
      String digits = key.substring(prefix.length());
      boolean isNumber = digits.length() == 20 && digits.chars().allMatch(Character::isDigit);
      if (!isNumber || Long.parseLong(digits) > manifest.number()) {
        wrong.add("'" + key + "' is no checkpoint of a manifest up to " + manifest.number());
      }
    }
  }

  /** Fails unless all needed objects are there and every listed one is accounted for. */
  public Audit assertSound(String occasion) throws Exception {
    Audit audit = run();
    assertThat(audit.wrong()).as(occasion).isEmpty();
    assertThat(audit.addsUp()).as(occasion + ": " + audit).isTrue();
    return audit;
  }

  /** An object by tier and key. */
  private record Place(Tier tier, String key) {}

  private Map<Place, Long> listAll() throws Exception {
    Map<Place, Long> sizes = new HashMap<>();
    for (Map.Entry<Tier, BlockStore> tier : stores.entrySet()) {
      ListOptions all = ListOptions.under(KeyPrefix.of(root + "segments/")).withPageSize(7);
      try (BlockListing listing = tier.getValue().list(all)) {
        listing.forEachRemaining(entry -> {
          long size = ((ListEntry.Block) entry).stat().size();
          sizes.put(new Place(tier.getKey(), entry.name()), size);
        });
      }
    }
    return sizes;
  }

  /** One count, for one thread. */
  private static final class Count {

    private final Manifest manifest;
    private final Map<Place, Long> listed;
    private final Set<Place> accounted = new HashSet<>();
    private final List<String> wrong;
    private final boolean amongFaults;

    Count(Manifest manifest, Map<Place, Long> listed, List<String> wrong, boolean amongFaults) {
      this.manifest = manifest;
      this.listed = listed;
      this.wrong = wrong;
      this.amongFaults = amongFaults;
    }

    Audit run() {
      long live = 0;
      for (SegmentEntry entry : manifest.segments().values()) {
        live += require("segment " + entry.id(), entry.object(), entry.content().bytes());
      }
      long pending = 0;
      long dying = 0;
      for (Candidate candidate : manifest.garbage().values()) {
        if (candidate.condemned() && !isSeen(candidate)) {
          dying += find(candidate.object());
        } else if (amongFaults && candidate.removal().isEmpty()) {
          pending += find(candidate.object());
        } else {
          pending += require("candidate", candidate.object(), candidate.bytes());
        }
      }
      long inFlight = 0;
      long orphans = 0;
      for (Place place : listed.keySet()) {
        if (!accounted.contains(place)) {
          long number = number(place);
          inFlight += number >= manifest.writer().firstId() ? 1 : 0;
          orphans += number < manifest.writer().firstId() ? 1 : 0;
        }
      }
      return new Audit(live, pending, dying, inFlight, orphans, listed.size(), wrong);
    }

    private long number(Place place) {
      String digits = place.key().substring(place.key().lastIndexOf('/') + 1);
      long number = Long.parseLong(digits);
      if (number < 1 || number >= manifest.nextId()) {
        wrong.add(place + " has a number that nobody reserved");
      }
      return number;
    }

    /** Worked out from the numbers: taken at or behind its coming, and before its going. */
    private boolean isSeen(Candidate candidate) {
      boolean seen = false;
      for (Snapshot snapshot : manifest.snapshots().values()) {
        if (candidate.removal().isPresent()) {
          Removal removal = candidate.removal().get();
          seen |= removal.entry().since() <= snapshot.number() && snapshot.number() < removal.at();
        }
      }
      if (seen && candidate.condemned()) {
        wrong.add(candidate + " is condemned, and a snapshot needs it");
      }
      return seen;
    }

    private long require(String what, ObjectRef object, long bytes) {
      Place place = place(object);
      Long size = listed.get(place);
      if (size == null) {
        wrong.add(what + " needs " + place + ", which is not there");
        return 0;
      }
      if (size != bytes) {
        wrong.add(what + " needs " + bytes + " bytes of " + place + ", which has " + size);
      }
      if (!accounted.add(place)) {
        wrong.add(place + " has two owners");
      }
      return 1;
    }

    private long find(ObjectRef object) {
      Place place = place(object);
      return listed.containsKey(place) && accounted.add(place) ? 1 : 0;
    }

    private static Place place(ObjectRef object) {
      return new Place(object.tier(), object.key().value());
    }
  }
}
