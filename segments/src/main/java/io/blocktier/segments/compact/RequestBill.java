package io.blocktier.segments.compact;

/**
 * What was asked of stores. Immutable and thread-safe.
 *
 * @param reads requests that read, looks included
 * @param writes requests that write, each part of an upload, its beginning and its end included
 * @param bytesRead what came from the stores
 * @param bytesWritten what went to them
 */
public record RequestBill(long reads, long writes, long bytesRead, long bytesWritten) {

  /** Nothing was asked. */
  public static final RequestBill NONE = new RequestBill(0, 0, 0, 0);

  RequestBill plus(RequestBill other) {
    return new RequestBill(
        reads + other.reads,
        writes + other.writes,
        bytesRead + other.bytesRead,
        bytesWritten + other.bytesWritten);
  }
}
