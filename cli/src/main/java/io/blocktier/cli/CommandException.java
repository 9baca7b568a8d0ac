package io.blocktier.cli;

import java.util.Objects;

/** Ends a command, or the work on one block, for a reason that the command itself found. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final String remedy;

  CommandException(ExitCode code, String message, String remedy) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }

  static CommandException usage(String message, String remedy) {
    return new CommandException(ExitCode.USAGE, message, remedy);
  }

  ExitCode code() {
    return code;
  }

  String message() {
    return Objects.requireNonNullElse(getMessage(), "");
  }

  String remedy() {
    return remedy;
  }
}
