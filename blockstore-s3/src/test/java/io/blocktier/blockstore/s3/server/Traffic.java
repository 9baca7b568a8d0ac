package io.blocktier.blockstore.s3.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what clients do. Thread-safe. */
public final class Traffic {

  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final AtomicLong connections = new AtomicLong();
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

  void received(long bytes) {
    received.add(bytes);
  }

  void sent(long bytes) {
    sent.add(bytes);
  }

  void opened() {
    connections.incrementAndGet();
  }

  void closed() {
    connections.decrementAndGet();
  }

  void request(S3Operation operation, Map<String, String> seen) {
    requests.computeIfAbsent(operation, _ -> new LongAdder()).increment();
    seen.forEach((name, value) -> {
      if (isConfiguration(name)) {
        headers.computeIfAbsent(name + ": " + value, _ -> new LongAdder()).increment();
      }
    });
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
