package io.blocktier.segments.compact;

import io.blocktier.blockstore.bill.RequestKind;
import io.blocktier.blockstore.bill.RequestTally;

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

  static RequestBill of(RequestTally tally) {
    long reads = 0;
    long writes = 0;
    for (RequestKind kind : RequestKind.values()) {
      switch (kind) {
        case GET, HEAD, LIST -> reads += tally.requests(kind);
        case PUT, COPY, POST, DELETE -> writes += tally.requests(kind);
      }
    }
    return new RequestBill(
        reads, writes, tally.bytesFetched(RequestKind.GET), tally.bytesSent(RequestKind.PUT));
  }

  RequestBill plus(RequestBill other) {
    return new RequestBill(
        reads + other.reads,
        writes + other.writes,
        bytesRead + other.bytesRead,
        bytesWritten + other.bytesWritten);
  }
}
