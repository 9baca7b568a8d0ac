package io.blocktier.segments.manifest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Another writer has begun an epoch. This one is over for good: nothing that it tries from now on
 * becomes visible. Whether what it was about to commit came before that epoch, only opening anew
 * tells: it may have slept between its write and the look behind it.
 */
public final class FencedException extends ManifestException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Writer fencedBy;

  FencedException(String manifest, Writer writer, @Nullable Writer by, @Nullable Throwable cause) {
    super(
        manifest
            + ": writer "
            + writer
            + " was fenced by "
            + (by == null ? "another one" : by)
            + "; stop, or open anew to take over",
        cause);
    this.fencedBy = by;
  }

  /**
   * Returns who may commit instead.
   *
   * @return the writer of the newest epoch, or empty where the store did not say in time
   */
  public Optional<Writer> fencedBy() {
    return Optional.ofNullable(fencedBy);
  }
}
