package io.blocktier.segments.manifest;

/**
 * The reply to a commit was lost, and could not be made up for in time: it may be in the chain or
 * not. The writer's next commit begins with settling this one, and brings it into the chain unless
 * somebody else has fenced the writer.
 */
public final class DoubtfulCommitException extends ManifestException {

  private static final long serialVersionUID = 1L;

  DoubtfulCommitException(String manifest, long number, Throwable cause) {
    super(
        manifest
            + ": commit of manifest "
            + number
            + " may have taken effect or not; commit again to settle it",
        cause);
  }
}
