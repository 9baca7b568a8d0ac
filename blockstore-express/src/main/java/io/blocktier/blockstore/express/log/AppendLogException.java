package io.blocktier.blockstore.express.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a log did not do what was asked, named by what the caller does next. */
public abstract sealed class AppendLogException extends IOException {

  private static final long serialVersionUID = 1L;

  private AppendLogException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Another writer has opened the log. This one is over; what it was about to append may be in the
   * log or not.
   */
  public static final class Fenced extends AppendLogException {
    private static final long serialVersionUID = 1L;

    Fenced(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Too few stores confirmed in time: the record may be in the log or not. Open the log again. */
  public static final class Doubtful extends AppendLogException {
    private static final long serialVersionUID = 1L;

    Doubtful(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Nothing was appended: too few stores answer, too much waits, or the log is over. */
  public static final class Unavailable extends AppendLogException {
    private static final long serialVersionUID = 1L;

    Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Bytes that a store returned are none that a writer has put there. */
  public static final class Damaged extends AppendLogException {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message, null);
    }
  }
}
