package io.blocktier.gateway.form;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The parts of a {@code multipart/form-data} body, one after another through one buffer. For one
 * thread.
 */
final class FormParts {

  /** The most bytes of all but what {@link #read} returns; S3 has the same bound. */
  private static final int MAX_BYTES = 20 << 10;

  private static final int BUFFER = 64 << 10;
  private static final int LINE_BREAK = 2;

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private int left = MAX_BYTES;

  /** Up to here the bytes are known to belong to the part. */
  private int certain;

  /**
   * Reads a body.
   *
   * @param in the body
   * @param boundary what stands between its parts, without the dashes before it
   */
  FormParts(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // The first delimiter has no line before it that it could end.
    buffer[0] = '\r';
    buffer[1] = '\n';
    this.end = LINE_BREAK;
  }

  /** Goes behind the next delimiter; false if it was the last one. */
  boolean next() throws IOException {
    for (int count = available(); count > 0; count = available()) {
      spend(count);
      start += count;
    }
    start += delimiter.length;
    byte[] tail = {take(), take()};
    certain = start;
    if (tail[0] == '-' && tail[1] == '-') {
      return false;
    }
    if (tail[0] != '\r' || tail[1] != '\n') {
      throw malformed();
    }
    return true;
  }

  /** Reads a line of the head of a part, which is empty at the end of the head. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (byte b = take(); b != '\r'; b = take()) {
      line.write(b);
    }
    if (take() != '\n') {
      throw malformed();
    }
    certain = start;
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Reads a whole part. */
  String text() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int count = available(); count > 0; count = available()) {
      spend(count);
      text.write(buffer, start, count);
      start += count;
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** Reads at least one byte of the part that is the file, or returns -1 at its end. */
  int read(byte[] target, int offset, int length) throws IOException {
    int count = Math.min(length, available());
    if (count == 0) {
      return -1;
    }
    System.arraycopy(buffer, start, target, offset, count);
    start += count;
    return count;
  }

  /** Reads what stands behind the last delimiter, so that the body is known to be right. */
  void end() throws IOException {
    spend(end - start);
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      spend(count);
    }
  }

  /** Returns how many bytes of the part are in the buffer: at least one, or none at its end. */
  private int available() throws IOException {
    while (start == certain) {
      int at = find();
      if (at >= 0) {
        certain = at;
        return at - start;
      }
      certain = Math.max(start, end - delimiter.length + 1);
      if (start == certain) {
        fill();
      }
    }
    return certain - start;
  }

  private int find() {
    for (int at = start; at <= end - delimiter.length; at++) {
      if (buffer[at] == '\r' && isDelimiter(at)) {
        return at;
      }
    }
    return -1;
  }

  private boolean isDelimiter(int at) {
    for (int i = 1; i < delimiter.length; i++) {
      if (buffer[at + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private byte take() throws IOException {
    spend(1);
    if (start == end) {
      fill();
    }
    return buffer[start++];
  }

  /** Makes room before it reads at least one byte. */
  private void fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    certain -= start;
    end -= start;
    start = 0;
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      throw malformed();
    }
    end += count;
  }

  private void spend(int bytes) throws S3Exception {
    left -= bytes;
    if (left < 0) {
      throw new S3Exception(S3ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED);
    }
  }

  private static S3Exception malformed() {
    return new S3Exception(S3ErrorCode.MALFORMED_POST_REQUEST);
  }
}
