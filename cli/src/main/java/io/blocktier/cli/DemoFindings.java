package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What the demo verified, and what it could not. Thread-safe. */
final class DemoFindings {

  /** How many files are named in the report; the others are counted. */
  static final int MOST_NAMED = 100;

  private final Map<String, String> problems = new ConcurrentSkipListMap<>();
  private final AtomicBoolean storeAtFault = new AtomicBoolean();
  private final AtomicLong equalBlocks = new AtomicLong();
  private final AtomicLong equalBytes = new AtomicLong();

  void equal(long bytes) {
    equalBlocks.incrementAndGet();
    equalBytes.addAndGet(bytes);
  }

  /** A file that could not be read, is gone, or was changed: nothing can be said about it. */
  void unreadable(Path file, IOException reason) {
    String text =
        reason instanceof DemoFile.ChangedFileException changed
            ? String.valueOf(changed.getMessage())
            : Problems.of(reason).message();
    problems.putIfAbsent(file.toString(), text);
  }

  /** The store lost or changed something. */
  void storeFailed(Path file, BlockKey key, String what) {
    storeAtFault.set(true);
    problems.putIfAbsent(file.toString(), String.format(Locale.ROOT, "block '%s': %s", key, what));
  }

  /** The store as a whole is not as it has to be. */
  void storeFailed(String what, String detail) {
    storeAtFault.set(true);
    problems.putIfAbsent(what, detail);
  }

  /** Tells whether there is nothing left to be verified about a file. */
  boolean concern(Path file) {
    return problems.containsKey(file.toString());
  }

  boolean storeAtFault() {
    return storeAtFault.get();
  }

  long equalBlocks() {
    return equalBlocks.get();
  }

  long equalBytes() {
    return equalBytes.get();
  }

  int count() {
    return problems.size();
  }

  /** Returns the first of the problems, one line each. */
  List<String> lines() {
    return problems.entrySet().stream()
        .limit(MOST_NAMED)
        .map(problem -> Problem.plain(problem.getKey() + ": " + problem.getValue()))
        .toList();
  }
}
