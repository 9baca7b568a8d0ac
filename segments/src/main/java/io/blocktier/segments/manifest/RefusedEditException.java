package io.blocktier.segments.manifest;

/** An edit does not fit the manifest. Nothing was changed; decide anew from what it has. */
public final class RefusedEditException extends ManifestException {

  private static final long serialVersionUID = 1L;

  RefusedEditException(String detail) {
    super(detail, null);
  }
}
