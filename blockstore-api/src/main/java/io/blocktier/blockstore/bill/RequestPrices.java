package io.blocktier.blockstore.bill;

/**
 * What a service asks for requests, in dollars. What is computed from it is an estimate: the bytes
 * of copies that a server makes by itself are not known here, and not in it. Immutable and
 * thread-safe.
 *
 * @param write for a thousand requests of the kinds {@link RequestKind#PUT}, {@link
 *     RequestKind#COPY}, {@link RequestKind#POST} and {@link RequestKind#LIST}
 * @param read for a thousand of the kinds {@link RequestKind#GET} and {@link RequestKind#HEAD}
 * @param upload for each 2<sup>30</sup> bytes that are brought
 * @param retrieval for each 2<sup>30</sup> bytes that are fetched
 */
public record RequestPrices(double write, double read, double upload, double retrieval) {

  /** Of a store that nobody charges for. */
  public static final RequestPrices FREE = new RequestPrices(0, 0, 0, 0);

  /** Of S3 Standard in us-east-1, without traffic out of the region. */
  public static final RequestPrices STANDARD = new RequestPrices(0.005, 0.0004, 0, 0);

  /** Of S3 Express One Zone in us-east-1, as of April 2025. */
  public static final RequestPrices EXPRESS = new RequestPrices(0.00113, 0.00003, 0.0032, 0.0006);

  private static final double THOUSAND = 1_000;
  private static final double GIB = 1L << 30;

  /**
   * Checks the prices.
   *
   * @throws IllegalArgumentException if one is negative, or no number
   */
  public RequestPrices {
    require(write);
    require(read);
    require(upload);
    require(retrieval);
  }

  private static void require(double price) {
    if (!(price >= 0) || Double.isInfinite(price)) {
      throw new IllegalArgumentException("a price is 0 or more, not " + price);
    }
  }

  /**
   * Returns what requests of one kind cost.
   *
   * @param kind of the requests
   * @param requests how many
   * @param bytesSent to the service, with all of them
   * @param bytesFetched from it
   * @return dollars
   */
  public double cost(RequestKind kind, long requests, long bytesSent, long bytesFetched) {
    if (kind == RequestKind.DELETE) {
      return 0;
    }
    double each = kind.isWrite() ? write : read;
    double sent = kind == RequestKind.PUT ? bytesSent * upload : 0;
    double fetched = kind == RequestKind.GET ? bytesFetched * retrieval : 0;
    return requests * each / THOUSAND + (sent + fetched) / GIB;
  }
}
