package io.blocktier.segments.compact;

import java.io.IOException;

/** A compaction was overtaken by something that would need what it dropped. Nothing was changed. */
public final class CompactionPostponedException extends IOException {

  private static final long serialVersionUID = 1L;

  CompactionPostponedException(String detail) {
    super(detail + "; nothing was changed, compact again");
  }
}
