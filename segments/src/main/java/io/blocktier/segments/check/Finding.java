package io.blocktier.segments.check;

import io.blocktier.segments.manifest.SegmentEntry;

/** Something that is not as it has to be. Immutable and thread-safe. */
public sealed interface Finding {

  /**
   * Returns the segment concerned.
   *
   * @return it as the manifest has it
   */
  SegmentEntry segment();

  /**
   * Returns what is wrong.
   *
   * @return one sentence, with numbers
   */
  String detail();

  /**
   * Returns what to do about it.
   *
   * @return one sentence
   */
  String remedy();

  /**
   * Tells whether the bytes of the segment are lost where it is, so that repairing makes sense.
   *
   * @return false where it could only not be found out
   */
  default boolean isLoss() {
    return switch (this) {
      case Missing _, WrongSize _, Damaged _ -> true;
      case Unreadable _, NoStore _ -> false;
    };
  }

  /**
   * There is no object.
   *
   * @param segment the segment
   */
  record Missing(SegmentEntry segment) implements Finding {
    @Override
    public String detail() {
      return segment.object() + " of segment " + segment.id() + " is not there";
    }

    @Override
    public String remedy() {
      return "repair from another tier or a copy of the store";
    }
  }

  /**
   * The object has another size.
   *
   * @param segment the segment
   * @param found bytes
   */
  record WrongSize(SegmentEntry segment, long found) implements Finding {
    @Override
    public String detail() {
      long bytes = segment.content().bytes();
      return segment.object() + " has " + found + " bytes instead of " + bytes;
    }

    @Override
    public String remedy() {
      return "repair from another tier or a copy of the store";
    }
  }

  /**
   * The object has other bytes than were written.
   *
   * @param segment the segment
   * @param cause what does not match
   */
  record Damaged(SegmentEntry segment, String cause) implements Finding {
    @Override
    public String detail() {
      return segment.object() + " of segment " + segment.id() + " is damaged: " + cause;
    }

    @Override
    public String remedy() {
      return "repair from another tier or a copy of the store";
    }
  }

  /**
   * The store did not answer.
   *
   * @param segment the segment
   * @param cause what it said
   */
  record Unreadable(SegmentEntry segment, String cause) implements Finding {
    @Override
    public String detail() {
      return segment.object() + " of segment " + segment.id() + " cannot be read: " + cause;
    }

    @Override
    public String remedy() {
      return "check the store and its credentials, and run this again";
    }
  }

  /**
   * The segment is in a tier of which no store was given.
   *
   * @param segment the segment
   */
  record NoStore(SegmentEntry segment) implements Finding {
    @Override
    public String detail() {
      return segment.object() + " is in a tier without a store";
    }

    @Override
    public String remedy() {
      return "name the store that segments were archived to";
    }
  }
}
