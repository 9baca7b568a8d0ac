package io.blocktier.blockstore.bill;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Adds requests up, by their kinds. Thread-safe. */
public final class RequestTally implements RequestSink {

  private final Map<RequestKind, Sums> sums = new EnumMap<>(RequestKind.class);

  private record Sums(LongAdder requests, LongAdder sent, LongAdder fetched) {
    Sums() {
      this(new LongAdder(), new LongAdder(), new LongAdder());
    }
  }

  /** Makes an empty tally. */
  public RequestTally() {
    for (RequestKind kind : RequestKind.values()) {
      sums.put(kind, new Sums());
    }
  }

  @Override
  public void made(RequestKind kind, long bytesSent, long bytesFetched) {
    Sums of = of(kind);
    of.requests.increment();
    of.sent.add(bytesSent);
    of.fetched.add(bytesFetched);
  }

  /**
   * Returns how many requests of one kind were made.
   *
   * @param kind of the requests
   * @return how many
   */
  public long requests(RequestKind kind) {
    return of(kind).requests.sum();
  }

  /**
   * Returns what was sent with requests of one kind.
   *
   * @param kind of the requests
   * @return bytes
   */
  public long bytesSent(RequestKind kind) {
    return of(kind).sent.sum();
  }

  /**
   * Returns what was fetched by requests of one kind.
   *
   * @param kind of the requests
   * @return bytes
   */
  public long bytesFetched(RequestKind kind) {
    return of(kind).fetched.sum();
  }

  private Sums of(RequestKind kind) {
    Sums of = sums.get(kind);
    if (of == null) {
      throw new IllegalStateException("the constructor made sums for all kinds");
    }
    return of;
  }
}
