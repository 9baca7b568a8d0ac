/**
 * The bodies of requests, checked while they are read.
 *
 * <pre>{@code
 * Authentication sender = authenticator.authenticate(head);
 * Payload payload = Payload.of(sender, body, PayloadRules.ofObject(maxBytes));
 * while (payload.read(buffer, 0, buffer.length) >= 0) { ... }
 * payload.digests().md5();       // of the bytes that were read
 * payload.digests().checksum();  // the one that the client sent, or the one of the rules
 * }</pre>
 *
 * The end is reported only once length, signatures and checksums have proved right. Whoever stops
 * before it knows nothing about the bytes.
 */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.payload;
