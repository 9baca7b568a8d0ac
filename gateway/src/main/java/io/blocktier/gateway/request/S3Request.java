package io.blocktier.gateway.request;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;
import java.util.Optional;

/**
 * A request that was let in.
 *
 * @param head the request without its bytes
 * @param target what it is about
 * @param query its parameters
 * @param payload its bytes
 * @param id the request's name in logs and errors
 */
public record S3Request(RequestHead head, Target target, Query query, Payload payload, String id) {

  /** The most bytes of a document that a client sends. */
  private static final int MAX_DOCUMENT_BYTES = 4 << 20;

  /** Returns a header. */
  public Optional<String> header(String name) {
    return head.header(name);
  }

  /** Returns the object's key. */
  public String key() {
    return target.key();
  }

  /** Reads the whole payload as a document of bounded size. */
  public byte[] document() throws IOException {
    byte[] document = payload.stream().readNBytes(MAX_DOCUMENT_BYTES + 1);
    if (document.length > MAX_DOCUMENT_BYTES) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
    return document;
  }
}
