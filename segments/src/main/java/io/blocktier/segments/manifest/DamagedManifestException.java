package io.blocktier.segments.manifest;

import org.jspecify.annotations.Nullable;

/**
 * What is in the store is not what a writer put there, or something is missing. Nothing is to be
 * deleted, and nobody may write, until it is repaired.
 */
public final class DamagedManifestException extends ManifestException {

  private static final long serialVersionUID = 1L;

  DamagedManifestException(String detail) {
    this(detail, null);
  }

  DamagedManifestException(String detail, @Nullable Throwable cause) {
    super(detail, cause);
  }

  DamagedManifestException at(Object place) {
    return new DamagedManifestException(place + ": " + getMessage(), this);
  }
}
