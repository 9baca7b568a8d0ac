package io.blocktier.cli;

import java.util.Arrays;

/** The exit statuses of the command, one for each thing that a caller may do next. */
enum ExitCode {
  OK(0, "everything was done"),
  FAILED(1, "something failed; where many blocks are concerned, a part of them"),
  USAGE(2, "the command line, a name or a request is not legal"),
  CONFIGURATION(3, "the configuration or a URI is not legal"),
  NOT_FOUND(4, "no such block or file"),
  ACCESS_REFUSED(5, "the credentials or permissions do not suffice"),
  PRECONDITION_FAILED(6, "a condition does not hold, or the target exists already"),
  UNAVAILABLE(7, "the store cannot serve now, or the outcome of a write is not known"),
  CORRUPT(8, "bytes do not match their checksum, or the demo found a difference"),
  OUT_OF_SPACE(9, "no room left"),
  UNSUPPORTED(10, "the store cannot do this"),
  INTERNAL(70, "a defect of this program"),
  CANCELLED(130, "interrupted"),
  OUTPUT_CLOSED(141, "whoever read the output went away");

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  static ExitCode of(int status) {
    return Arrays.stream(values())
        .filter(code -> code.status == status)
        .findFirst()
        .orElse(INTERNAL);
  }

  /** Tells whether the next block is likely to meet the same. */
  boolean concernsWholeStore() {
    return switch (this) {
      case ACCESS_REFUSED, UNAVAILABLE, OUT_OF_SPACE, UNSUPPORTED -> true;
      default -> false;
    };
  }

  int status() {
    return status;
  }

  String meaning() {
    return meaning;
  }
}
