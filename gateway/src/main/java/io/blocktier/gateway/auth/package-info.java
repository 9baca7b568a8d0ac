/**
 * Who sends a request, and whether it is what they signed: Signature Version 4 of AWS in headers
 * and in presigned URLs.
 *
 * <pre>{@code
 * Authentication sender = authenticator.authenticate(head);
 * Payload payload = Payload.of(sender, body, PayloadRules.ofObject(maxBytes));
 * }</pre>
 *
 * Nothing here reads a body: what the signature says about it goes along as a {@link
 * io.blocktier.gateway.auth.PayloadSignature}, and {@code io.blocktier.gateway.payload} checks it.
 */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.auth;
