package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as the user sees it: one line, or one JSON object.
 *
 * @param code the exit status that it asks for
 * @param type what programs switch on
 * @param failure the store's own words, where a store failed
 * @param message what went wrong
 * @param remedy what to do about it, or empty
 */
record Problem(
    ExitCode code, String type, @Nullable Failure failure, String message, String remedy) {

  static Problem of(ExitCode code, String message, String remedy) {
    return new Problem(code, code.name().toLowerCase(Locale.ROOT), null, message, remedy);
  }

  static Problem ofStore(ExitCode code, String type, BlockStoreException e, String usualRemedy) {
    Failure failure = e.failure();
    String remedy = failure.remedy().isEmpty() ? usualRemedy : failure.remedy();
    return new Problem(code, type, failure, failure.remedy("").message(), remedy);
  }

  /** The line behind the program's name; whatever a server said, it is one line of plain text. */
  String line() {
    return plain(remedy.isEmpty() ? message : message + "; " + remedy);
  }

  Map<String, Object> json() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", type);
    error.put("exit_status", code.status());
    if (failure != null) {
      error.put("store", failure.store());
      error.put("operation", failure.operation().label());
      BlockKey key = failure.key();
      if (key != null) {
        error.put("key", key.value());
      }
    }
    error.put("message", message);
    error.put("remedy", remedy);
    return Map.of("error", error);
  }

  /** Control characters could drive the terminal, and line breaks make one error look like two. */
  static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]+", " ").strip();
  }
}
