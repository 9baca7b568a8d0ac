package io.blocktier.blockstore.bill;

/** Is told of each request that is made to a service. Thread-safe, and quick. */
@FunctionalInterface
public interface RequestSink {

  /**
   * Takes a request that was made, whatever came of it.
   *
   * @param kind what it is charged as
   * @param bytesSent of its body
   * @param bytesFetched of the answer's body, as far as it was announced
   */
  void made(RequestKind kind, long bytesSent, long bytesFetched);

  /**
   * Returns a sink that tells this one and another.
   *
   * @param other is told, too
   * @return both
   */
  default RequestSink and(RequestSink other) {
    return (kind, sent, fetched) -> {
      made(kind, sent, fetched);
      other.made(kind, sent, fetched);
    };
  }
}
