package io.blocktier.gateway.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;

/**
 * Lines, and data between them. Buffers no more than a line may be long, so that nearly all data
 * goes from the server into the reader's array at once.
 */
final class FramedInput {

  /** Far more than the size and signature of a chunk, or a checksum, take. */
  static final int MAX_LINE_BYTES = 512;

  private final RawBody raw;
  private final byte[] buffer = new byte[MAX_LINE_BYTES];
  private int start;
  private int end;

  FramedInput(RawBody raw) {
    this.raw = raw;
  }

  /** Reads at least one byte of data. */
  int readSome(byte[] target, int offset, int length) throws IOException {
    int buffered = Math.min(length, end - start);
    if (buffered == 0) {
      return raw.readSome(target, offset, length);
    }
    System.arraycopy(buffer, start, target, offset, buffered);
    start += buffered;
    return buffered;
  }

  /** Reads a line, and returns it without its end. */
  String readLine() throws IOException {
    int scanned = 0;
    int feed;
    while ((feed = indexOfLineFeed(start + scanned)) < 0) {
      scanned = end - start;
      fill();
    }
    int stop = feed > start && buffer[feed - 1] == '\r' ? feed - 1 : feed;
    String line = new String(buffer, start, stop - start, ISO_8859_1);
    start = feed + 1;
    return line;
  }

  /** Reads what is left, which may be line ends only. */
  void readEnd() throws IOException {
    int left = end - start;
    while (left >= 0) {
      for (int i = start; i < start + left; i++) {
        if (buffer[i] != '\r' && buffer[i] != '\n') {
          throw new S3Exception(
              S3ErrorCode.INCOMPLETE_BODY, "There are bytes behind the last chunk");
        }
      }
      start = 0;
      left = raw.read(buffer, 0, buffer.length);
    }
    end = 0;
  }

  private int indexOfLineFeed(int from) {
    for (int i = from; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    if (end == buffer.length) {
      throw new S3Exception(
          S3ErrorCode.INCOMPLETE_BODY,
          "A line of the chunked body has more than " + MAX_LINE_BYTES + " bytes");
    }
    end += raw.readSome(buffer, end, buffer.length - end);
  }
}
