package io.blocktier.gateway.request;

import io.blocktier.gateway.error.S3ErrorCode;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What is answered to a request. To HEAD the body is not sent, but its length is.
 *
 * @param status a status of HTTP
 * @param headers beside those that every answer has
 * @param body what follows
 * @param error which error it tells, if it is one
 */
public record Answer(int status, Headers headers, Body body, Optional<S3ErrorCode> error) {

  /** All went well. */
  public static final int OK = 200;

  /** All went well and there is nothing to say. */
  public static final int NO_CONTENT = 204;

  /** An answer that is no error. */
  public Answer(int status, Headers headers, Body body) {
    this(status, headers, body, Optional.empty());
  }

  /** Returns this answer as one that tells of an error. */
  public Answer of(S3ErrorCode code) {
    return new Answer(status, headers, body, Optional.of(code));
  }

  /** Returns an answer without a body. */
  public static Answer empty(int status, Headers headers) {
    return new Answer(status, headers, Body.NONE);
  }

  /** Returns an answer of nothing but a status. */
  public static Answer empty(int status) {
    return empty(status, new Headers());
  }

  /** Returns an answer with an XML document. */
  public static Answer xml(int status, Headers headers, byte[] document) {
    return new Answer(
        status,
        headers.add("Content-Type", "application/xml"),
        new Body.Bytes(ByteBuffer.wrap(document)));
  }

  /** Returns the good answer with an XML document. */
  public static Answer xml(byte[] document) {
    return xml(OK, new Headers(), document);
  }
}
