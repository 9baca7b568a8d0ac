package io.blocktier.gateway.route;

import io.blocktier.gateway.Right;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import java.io.IOException;
import java.util.Optional;

/**
 * An operation of S3.
 *
 * @param name as S3 calls it
 * @param right what it takes; empty where anybody may ask
 * @param action what it does
 * @param lasting whether it may take longer than clients wait for an answer to begin
 */
record Operation(String name, Optional<Right> right, Action action, boolean lasting) {

  private Operation(String name, Optional<Right> right, Action action) {
    this(name, right, action, false);
  }

  /** Answers a request. */
  @FunctionalInterface
  interface Action {

    /** Answers a request, or fails with what the client is told. */
    Answer answer(S3Request request) throws IOException;
  }

  /** An operation that changes nothing. */
  static Operation reading(String name, Action action) {
    return new Operation(name, Optional.of(Right.READ_ONLY), action);
  }

  /** An operation that changes something. */
  static Operation writing(String name, Action action) {
    return new Operation(name, Optional.of(Right.READ_WRITE), action);
  }

  /** An operation that anybody may ask for, or that finds out itself who asks. */
  static Operation open(String name, Action action) {
    return new Operation(name, Optional.empty(), action);
  }

  /** An operation that is known and not offered. */
  static Operation absent(String feature) {
    return reading(
        feature,
        request -> {
          throw new S3Exception(
              S3ErrorCode.NOT_IMPLEMENTED, "This server does not implement " + feature);
        });
  }

  /** What a request has to pass before it is answered. */
  @FunctionalInterface
  interface Gate {
    /** Returns the request as it is to be answered. */
    S3Request admit(String operation, S3Request request) throws IOException;
  }

  /** Returns the same behind a gate. */
  Operation admittedBy(Gate gate) {
    Action admitted = request -> action.answer(gate.admit(name, request));
    return new Operation(name, right, admitted, lasting);
  }

  /** Returns the same as one that may take long, whose errors may come with status 200. */
  Operation asLasting() {
    return new Operation(name, right, action, true);
  }
}
