package io.blocktier.blockstore.s3.server;

/** What goes wrong with one request. */
public sealed interface Fault {

  /** When the fault strikes. */
  enum When {
    /** The request has no effect. */
    BEFORE_EFFECT,
    /** The request has its effect, and the client does not learn of it. */
    AFTER_EFFECT
  }

  /** An error answer. */
  record Refuse(int status, String code, String retryAfter, When when) implements Fault {}

  /** The connection is reset without an answer. */
  record Reset(When when) implements Fault {}

  /** No answer comes until the server is closed or the plan is released. */
  record Stall(When when) implements Fault {}

  /** The connection ends in the middle of the answer's body. */
  record Truncate(int bytes) implements Fault {}

  /** One byte of the answer's body is another one. */
  record Corrupt() implements Fault {}

  /** The answer's body comes a byte at a time, with a pause before each. */
  record Drip(int pauseMillis) implements Fault {}

  /** The request body is not read. */
  record Deaf() implements Fault {}

  /** An error in the body of a success. */
  record ErrorUnder200(String code, When when) implements Fault {}

  static Fault refuse(int status, String code) {
    return new Refuse(status, code, "", When.BEFORE_EFFECT);
  }

  static Fault slowDown(String retryAfter) {
    return new Refuse(503, "SlowDown", retryAfter, When.BEFORE_EFFECT);
  }
}
