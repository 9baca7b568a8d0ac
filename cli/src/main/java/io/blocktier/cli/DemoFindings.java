package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/** What the demo verified, and what it could not. Thread-safe. */
final class DemoFindings {

  /** How many files are named in the report; the others are counted. */
  static final int MOST_NAMED = 100;

  private final Map<String, String> problems = new ConcurrentSkipListMap<>();
  private final AtomicBoolean storeAtFault = new AtomicBoolean();
  private final AtomicLong equalBlocks = new AtomicLong();
  private final AtomicLong equalBytes = new AtomicLong();
  private final AtomicLong equalRecords = new AtomicLong();
  private final AtomicLong equalRecordBytes = new AtomicLong();

  void equal(long bytes) {
    equalBlocks.incrementAndGet();
    equalBytes.addAndGet(bytes);
  }

  void equalRecord(long bytes) {
    equalRecords.incrementAndGet();
    equalRecordBytes.addAndGet(bytes);
  }

  /** Returns all of it for another process. */
  Map<String, Object> told() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("problems", problems);
    json.put("store_at_fault", storeAtFault.get());
    json.put("blocks", equalBlocks.get());
    json.put("bytes", equalBytes.get());
    json.put("records", equalRecords.get());
    json.put("record_bytes", equalRecordBytes.get());
    return json;
  }

  /** Adds what another process has told. */
  void add(JsonNode told) {
    told.get("problems")
        .properties()
        .forEach(each -> problems.putIfAbsent(each.getKey(), each.getValue().asString()));
    storeAtFault.compareAndSet(false, told.get("store_at_fault").asBoolean());
    equalBlocks.addAndGet(told.get("blocks").asLong());
    equalBytes.addAndGet(told.get("bytes").asLong());
    equalRecords.addAndGet(told.get("records").asLong());
    equalRecordBytes.addAndGet(told.get("record_bytes").asLong());
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

  long equalRecords() {
    return equalRecords.get();
  }

  long equalRecordBytes() {
    return equalRecordBytes.get();
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
