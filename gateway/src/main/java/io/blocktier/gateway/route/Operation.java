package io.blocktier.gateway.route;

import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import java.io.IOException;

/**
 * An operation of S3.
 *
 * @param name as S3 calls it
 * @param action what it does
 */
public record Operation(String name, Action action) {

  /** Answers a request. */
  @FunctionalInterface
  public interface Action {

    /** Answers a request, or fails with what {@link ErrorAnswers} tells the client. */
    Answer answer(S3Request request) throws IOException;
  }
}
