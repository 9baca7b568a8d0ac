package io.blocktier.gateway.route;

import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Body;

/**
 * What became of a request.
 *
 * @param operation what S3 calls it, or a dash where it came to none
 * @param bucket the bucket it is about; empty where it is about none, or came to no operation
 * @param requestId the request's name in logs and errors
 * @param hostId the gateway's name
 * @param answer what the client is told
 */
public record Outcome(
    String operation, String bucket, String requestId, String hostId, Answer answer)
    implements AutoCloseable {

  /** Frees what the answer holds. */
  @Override
  public void close() {
    if (answer.body() instanceof Body.Stream stream) {
      stream.close();
    }
  }
}
