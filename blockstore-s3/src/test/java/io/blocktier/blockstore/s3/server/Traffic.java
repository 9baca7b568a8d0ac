package io.blocktier.blockstore.s3.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts what clients do. Thread-safe. */
public final class Traffic {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private static final Pattern SIGNATURE =
      Pattern.compile("Credential=([^/]+)/\\d+/([^/]+)/s3/aws4_request");

  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong mostConnections = new AtomicLong();
  private final LongAdder accepted = new LongAdder();
  private final Map<S3Operation, AtomicLong> underWay = new ConcurrentHashMap<>();
  private final Map<S3Operation, AtomicLong> mostTogether = new ConcurrentHashMap<>();
  private final Map<S3Operation, LongAdder> requests = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> headers = new ConcurrentHashMap<>();

  /** The bytes of all bodies, both ways. */
  public long bodyBytes() {
    return received.sum() + sent.sum();
  }

  public long receivedBytes() {
    return received.sum();
  }

  public long requests(S3Operation operation) {
    LongAdder count = requests.get(operation);
    return count == null ? 0 : count.sum();
  }

  /** Waits until so many requests of a kind have come. */
  public synchronized void await(S3Operation operation, long count) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (requests(operation) < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("only " + requests(operation) + " requests " + operation);
      }
      wait(left);
    }
  }

  public long allRequests() {
    return requests.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** How many requests had a header of this name, in lower case, and value. */
  public long requestsWith(String header, String value) {
    LongAdder count = headers.get(header + ": " + value);
    return count == null ? 0 : count.sum();
  }

  public boolean sawHeader(String header) {
    return headers.keySet().stream().anyMatch(seen -> seen.startsWith(header + ": "));
  }

  /** How many connections are open. */
  public long connections() {
    return connections.get();
  }

  /** How many connections were open together at most. */
  public long mostConnections() {
    return mostConnections.get();
  }

  /** How many requests of a kind were answered together at most. */
  public long mostTogether(S3Operation operation) {
    AtomicLong most = mostTogether.get(operation);
    return most == null ? 0 : most.get();
  }

  void begun(S3Operation operation) {
    long now = underWay.computeIfAbsent(operation, _ -> new AtomicLong()).incrementAndGet();
    mostTogether.computeIfAbsent(operation, _ -> new AtomicLong()).accumulateAndGet(now, Math::max);
  }

  void ended(S3Operation operation) {
    underWay.computeIfAbsent(operation, _ -> new AtomicLong()).decrementAndGet();
  }

  /** How many connections were opened. */
  public long accepted() {
    return accepted.sum();
  }

  void received(long bytes) {
    received.add(bytes);
  }

  void sent(long bytes) {
    sent.add(bytes);
  }

  void opened() {
    accepted.increment();
    mostConnections.accumulateAndGet(connections.incrementAndGet(), Math::max);
  }

  void closed() {
    connections.decrementAndGet();
  }

  void request(S3Operation operation, Map<String, String> seen) {
    count(operation);
    seen.forEach((name, value) -> {
      if (isConfiguration(name)) {
        note(name + ": " + value);
      }
    });
    Matcher signature = SIGNATURE.matcher(seen.getOrDefault("authorization", ""));
    if (signature.find()) {
      note("access-key: " + signature.group(1));
      note("region: " + signature.group(2));
    }
    boolean unsigned = "UNSIGNED-PAYLOAD".equals(seen.get("x-amz-content-sha256"));
    note("payload: " + (unsigned ? "unsigned" : "signed"));
  }

  private synchronized void count(S3Operation operation) {
    requests.computeIfAbsent(operation, _ -> new LongAdder()).increment();
    notifyAll();
  }

  private void note(String line) {
    headers.computeIfAbsent(line, _ -> new LongAdder()).increment();
  }

  /** Headers with few values; etags, dates and keys would fill the memory. */
  private static boolean isConfiguration(String name) {
    return name.startsWith("x-amz-server-side-encryption")
        || name.equals("x-amz-storage-class")
        || name.equals("x-amz-security-token")
        || name.equals("expect")
        || name.equals("host")
        || name.equals("user-agent")
        || name.equals("x-amz-decoded-content-length");
  }
}
