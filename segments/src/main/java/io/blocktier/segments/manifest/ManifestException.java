package io.blocktier.segments.manifest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a manifest did not do what was asked, named by what the caller does next. */
public abstract sealed class ManifestException extends IOException
    permits ContendedException,
        DamagedManifestException,
        DoubtfulCommitException,
        FencedException,
        RefusedEditException {

  private static final long serialVersionUID = 1L;

  ManifestException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
