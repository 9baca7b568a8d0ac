package io.blocktier.gateway.auth;

/** The token that comes with a temporary key, by the kind of session it belongs to. */
public sealed interface SessionToken {

  /** The key is no temporary one. */
  record None() implements SessionToken {}

  /**
   * A token of the security token service: {@code x-amz-security-token}.
   *
   * @param value the token
   */
  record Sts(String value) implements SessionToken {
    /** Hides the token. */
    @Override
    public String toString() {
      return "Sts[]";
    }
  }

  /**
   * A token of a session with a directory bucket: {@code x-amz-s3session-token}.
   *
   * @param value the token
   */
  record Express(String value) implements SessionToken {
    /** Hides the token. */
    @Override
    public String toString() {
      return "Express[]";
    }
  }
}
