package io.blocktier.gateway.route;

import io.blocktier.gateway.Right;
import io.blocktier.gateway.auth.Caller;
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
 */
record Operation(String name, Optional<Right> right, Action action) {

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

  /** An operation that anybody may ask for. */
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
    return new Operation(name, right, request -> action.answer(gate.admit(name, request)));
  }

  /** Insists on the right that this takes; of a request about no bucket each bucket is judged. */
  void requireRight(S3Request request) throws S3Exception {
    if (right.isEmpty()) {
      return;
    }
    if (!request.target().isService()) {
      request.require(right.get(), request.target().bucket());
    } else if (request.sender().caller() instanceof Caller.Anonymous) {
      request.require(right.get(), "");
    }
  }
}
