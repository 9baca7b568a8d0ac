package io.blocktier.segments.manifest;

/**
 * Others changed the chain so often meanwhile that there was no end within the bounds. Nothing was
 * changed; try again later.
 */
public final class ContendedException extends ManifestException {

  private static final long serialVersionUID = 1L;

  ContendedException(String manifest, String detail) {
    super(manifest + ": " + detail + "; try again later", null);
  }
}
