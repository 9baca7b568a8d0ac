package io.blocktier.blockstore.s3.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of an answer, which ends by its length, by its last chunk, or with the connection. */
final class WireBody extends InputStream {

  private static final int HEXADECIMAL = 16;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  /** How the end of a body is known. */
  private enum End {
    LENGTH,
    LAST_CHUNK,
    /** There is a length, too, which does not count; another server may take it for what does. */
    LAST_CHUNK_DOUBTED,
    HANG_UP
  }

  private final WireInput in;
  private final End end;
  private long left; // of the body, or of a chunk
  private boolean begun;
  private boolean over;

  private WireBody(WireInput in, End end, long left) {
    this.in = in;
    this.end = end;
    this.left = left;
    this.over = end == End.LENGTH && left == 0;
  }

  /**
   * Returns the body behind a head.
   *
   * @throws IOException if the head contradicts itself
   */
  static WireBody of(WireInput in, ResponseHead head, Verb verb) throws IOException {
    String coding = head.only("transfer-encoding");
    String length = head.only("content-length");
    if (head.status() == NO_CONTENT
        && (coding != null || !"0".equals(length == null ? "0" : length))) {
      return nothing(in, End.HANG_UP); // it announces what it cannot have
    }
    if (verb == Verb.HEAD || head.status() == NO_CONTENT || head.status() == NOT_MODIFIED) {
      return nothing(in, End.LENGTH);
    }
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new ProtocolException("the answer is coded in a way that nobody asked for");
      }
      return new WireBody(in, length == null ? End.LAST_CHUNK : End.LAST_CHUNK_DOUBTED, 0);
    }
    return length == null
        ? new WireBody(in, End.HANG_UP, Long.MAX_VALUE)
        : new WireBody(in, End.LENGTH, number(length, 10));
  }

  private static WireBody nothing(WireInput in, End end) {
    WireBody nothing = new WireBody(in, end, 0);
    nothing.over = true;
    return nothing;
  }

  private static long number(String text, int radix) throws ProtocolException {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> Character.digit(c, radix) >= 0);
    try {
      if (digits) {
        return Long.parseLong(text, radix);
      }
    } catch (NumberFormatException tooLong) {
      throw malformed(tooLong);
    }
    throw malformed(null);
  }

  private static ProtocolException malformed(@Nullable Throwable cause) {
    ProtocolException malformed = new ProtocolException("the answer's length is no number");
    malformed.initCause(cause);
    return malformed;
  }

  /** Tells whether the end was reached, so that what follows is another answer. */
  boolean isOver() {
    return over && end != End.HANG_UP && end != End.LAST_CHUNK_DOUBTED;
  }

  /** Tells whether it is worth looking for the end behind so many bytes. */
  boolean mayEndWithin(int bytes) {
    return !over && end != End.HANG_UP && left <= bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return over || read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!over && left == 0) {
      nextChunk();
    }
    return over ? -1 : some(target, offset, (int) Math.min(length, left));
  }

  private int some(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    if (count < 0) {
      if (end == End.HANG_UP) {
        over = true;
        return -1;
      }
      throw new EOFException("the body ended early");
    }
    left -= count;
    over = left == 0 && end == End.LENGTH;
    return count;
  }

  private void nextChunk() throws IOException {
    if (begun && !in.readLine().isEmpty()) {
      throw new ProtocolException("a chunk of the answer is longer than it should be");
    }
    begun = true;
    String size = in.readLine();
    int extension = size.indexOf(';');
    left = number((extension < 0 ? size : size.substring(0, extension)).strip(), HEXADECIMAL);
    if (left == 0) {
      while (!in.readLine().isEmpty()) {
        // nobody has asked for trailers
      }
      over = true;
    }
  }
}
