package io.blocktier.torture;

/** A promise was broken; the message says which. */
final class AuditException extends Exception {

  private static final long serialVersionUID = 1L;

  AuditException(String finding) {
    super(finding);
  }
}
