package io.blocktier.blockstore.s3;

import java.net.URI;
import java.util.Set;

/**
 * Whether the signature of a write covers a SHA-256 of its bytes. It always covers their CRC-32C,
 * which the server checks; the SHA-256 also keeps somebody on an open wire from changing them, and
 * costs about as much time as everything else that a write does.
 */
enum PayloadSigning {
  /** Over plain http to another machine; not over TLS and not within this machine. */
  AUTO,
  /** Whatever the connection. */
  ALWAYS,
  /** Whatever the connection. */
  NEVER;

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  boolean appliesTo(URI endpoint) {
    return switch (this) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> !"https".equals(endpoint.getScheme()) && !LOOPBACK.contains(endpoint.getHost());
    };
  }
}
