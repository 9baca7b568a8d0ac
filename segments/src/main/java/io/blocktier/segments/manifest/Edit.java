package io.blocktier.segments.manifest;

import java.util.List;

/**
 * A change of a {@link Manifest}. A commit makes several at once, in their order, or none.
 * Immutable and thread-safe, as are the lists in them.
 */
public sealed interface Edit {

  /**
   * Begins an epoch. Only the opening for writing commits it.
   *
   * @param name of the writer
   */
  record Claim(String name) implements Edit {

    /** Checks the name. */
    public Claim {
      Names.require(name, Writer.MAX_NAME_LENGTH);
    }
  }

  /**
   * Takes numbers for segments and their objects, which nobody gets again.
   *
   * @param count how many, 1 or more
   */
  record Reserve(int count) implements Edit {}

  /**
   * Adds segments whose objects are complete and verified.
   *
   * @param segments with numbers that were reserved in this epoch
   */
  record AddSegments(List<SegmentEntry> segments) implements Edit {

    /** Copies the list. */
    public AddSegments {
      segments = List.copyOf(segments);
    }
  }

  /**
   * Puts segments into the place of others with the same records.
   *
   * @param inputs the segments that go
   * @param outputs the segments that come, with numbers that were reserved in this epoch
   */
  record Replace(List<Long> inputs, List<SegmentEntry> outputs) implements Edit {

    /** Copies the lists. */
    public Replace {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * Removes segments with all their records.
   *
   * @param ids the segments
   */
  record Drop(List<Long> ids) implements Edit {

    /** Copies the list. */
    public Drop {
      ids = List.copyOf(ids);
    }
  }

  /**
   * Takes segments back that were removed, as long as their objects are not condemned.
   *
   * @param ids the segments
   */
  record Revive(List<Long> ids) implements Edit {

    /** Copies the list. */
    public Revive {
      ids = List.copyOf(ids);
    }
  }

  /**
   * Reads a segment from another object from now on, whose bytes were verified to be the same.
   *
   * @param id the segment
   * @param target the object, with a number that was reserved in this epoch
   */
  record Move(long id, ObjectRef target) implements Edit {}

  /**
   * Pins a segment to its tier, or lets it go.
   *
   * @param id the segment
   * @param pinned whether it stays
   */
  record Pin(long id, boolean pinned) implements Edit {}

  /**
   * Takes a snapshot of the manifest that this commit makes.
   *
   * @param name a name that no snapshot has
   * @param sequence the greatest sequence number that it sees
   */
  record TakeSnapshot(String name, long sequence) implements Edit {

    /** Checks the name. */
    public TakeSnapshot {
      Names.require(name, Snapshot.MAX_NAME_LENGTH);
    }
  }

  /**
   * Gives up a snapshot. What only it has seen waits out the horizon from now.
   *
   * @param name its name
   */
  record DropSnapshot(String name) implements Edit {}

  /**
   * Notes how far the local log is covered by the segments that this commit leaves. Where that is
   * another log than before, the one before is left.
   *
   * @param mark not before the last one in the same log
   */
  record Cover(LogMark mark) implements Edit {}

  /**
   * Writes objects down that no segment has, and that none will have.
   *
   * @param objects with numbers that were reserved at some time
   */
  record NoteOrphans(List<Orphan> objects) implements Edit {

    /** Copies the list. */
    public NoteOrphans {
      objects = List.copyOf(objects);
    }
  }

  /**
   * Announces the deletion of candidates: behind this commit they may be deleted, by whoever
   * committed it, at any time.
   *
   * @param objects the numbers of the objects
   */
  record Condemn(List<Long> objects) implements Edit {

    /** Copies the list. */
    public Condemn {
      objects = List.copyOf(objects);
    }
  }

  /**
   * Strikes out candidates whose deletion was confirmed.
   *
   * @param objects the numbers of the objects, which are condemned
   */
  record Forget(List<Long> objects) implements Edit {

    /** Copies the list. */
    public Forget {
      objects = List.copyOf(objects);
    }
  }

  /**
   * Has a log that was left remembered as if that were now: somebody is about to recover it.
   *
   * @param log its name
   */
  record RememberLog(String log) implements Edit {

    /** Checks the name. */
    public RememberLog {
      Names.require(log, LogMark.MAX_NAME_LENGTH);
    }
  }

  /**
   * Strikes out a log that was left: nobody waits any more for what it may have.
   *
   * @param log its name
   */
  record SettleLog(String log) implements Edit {

    /** Checks the name. */
    public SettleLog {
      Names.require(log, LogMark.MAX_NAME_LENGTH);
    }
  }
}
