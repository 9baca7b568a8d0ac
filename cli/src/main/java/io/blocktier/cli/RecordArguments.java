package io.blocktier.cli;

import io.blocktier.segments.format.RecordKey;
import java.util.Locale;

/** Reads what the user writes of records and segments. */
final class RecordArguments {

  private RecordArguments() {}

  static RecordKey key(String text) {
    try {
      return RecordKey.of(text);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(
          String.valueOf(e.getMessage()),
          "write another key; 'segments scan' shows those there are");
    }
  }

  /** Reads the number of a segment. */
  static long segment(String text) {
    if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) < 1) {
      throw CommandException.usage(
          String.format(Locale.ROOT, "'%s' is no number of a segment", Problem.plain(text)),
          "'segments ls' shows the numbers");
    }
    return Long.parseLong(text);
  }

  static CommandException noRecord(RecordKey key) {
    return new CommandException(
        ExitCode.NOT_FOUND,
        String.format(Locale.ROOT, "there is no record of '%s'", Problem.plain(key.toString())),
        "'segments scan' shows what there is");
  }

  static CommandException noSegment(long id) {
    return new CommandException(
        ExitCode.NOT_FOUND,
        String.format(Locale.ROOT, "there is no segment %d", id),
        "'segments ls' shows the numbers");
  }
}
