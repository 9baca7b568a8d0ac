package io.blocktier.benchmarks;

/** The command line asks for what cannot be. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UsageException(String message, String remedy) {
    super(message + "; " + remedy);
  }
}
