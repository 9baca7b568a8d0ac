package io.blocktier.blockstore.s3;

/** When the claims of an endpoint are raced, and which are trusted unproven. */
enum ProbeMode {
  /** On demand. Amazon's own endpoints are trusted before, any other one is not. */
  AUTO,
  /** When the store is opened. No endpoint is trusted before. */
  STARTUP,
  /** Never: the claims are trusted, on the responsibility of whoever configured it. */
  NEVER;

  boolean trusts(boolean customEndpoint) {
    return switch (this) {
      case AUTO -> !customEndpoint;
      case STARTUP -> false;
      case NEVER -> true;
    };
  }
}
