package io.blocktier.cli;

import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.format.RecordKey;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/**
 * Records as lines: the key, a tab, and the value up to the line break. Bytes are taken as they
 * are; where lines are escaped, a backslash with {@code t}, {@code n}, {@code r} or another
 * backslash stands for a tab, a line break, a carriage return or a backslash. For one thread.
 */
final class RecordLines {

  /** The longest line: what one batch takes. */
  private static final int MAX_LINE_BYTES = SegmentsOptions.MAX_BATCH_BYTES;

  private final InputStream in;
  private final boolean escaped;
  private long number;

  /**
   * A line.
   *
   * @param key in front of the tab
   * @param value behind it
   * @param bytes how long it is, its line break included
   */
  record Line(RecordKey key, ByteBuffer value, long bytes) {}

  RecordLines(InputStream in, boolean escaped) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.escaped = escaped;
  }

  /** Reads the next line that is not empty. */
  Optional<Line> next() throws IOException {
    while (true) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      int tab = -1;
      int read = in.read();
      if (read < 0) {
        return Optional.empty();
      }
      number++;
      for (; read >= 0 && read != '\n'; read = in.read()) {
        if (read == '\t' && tab < 0) {
          tab = text.size();
        }
        requireShort(text.size());
        text.write(read);
      }
      if (text.size() > 0) {
        return Optional.of(line(text.toByteArray(), tab));
      }
    }
  }

  private void requireShort(int bytes) {
    if (bytes >= MAX_LINE_BYTES) {
      throw wrong(String.format(Locale.ROOT, "has more than %,d bytes", MAX_LINE_BYTES));
    }
  }

  private Line line(byte[] text, int tab) {
    if (tab < 0) {
      throw wrong("has no tab between key and value");
    }
    ByteBuffer key = plain(ByteBuffer.wrap(text, 0, tab));
    ByteBuffer value = plain(ByteBuffer.wrap(text, tab + 1, text.length - tab - 1));
    try {
      RecordKey named =
          RecordKey.ofUtf8(key.array(), key.arrayOffset() + key.position(), key.remaining());
      return new Line(RecordKey.of(named.toString()), value, text.length + 1L);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ByteBuffer plain(ByteBuffer text) {
    if (!escaped) {
      return text;
    }
    ByteBuffer plain = ByteBuffer.allocate(text.remaining());
    while (text.hasRemaining()) {
      byte next = text.get();
      plain.put(next == '\\' ? meant(text) : next);
    }
    return plain.flip();
  }

  private byte meant(ByteBuffer text) {
    int letter = text.hasRemaining() ? text.get() : -1;
    return switch (letter) {
      case '\\' -> '\\';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> throw wrong("has a backslash that is not followed by a backslash, t, n or r");
    };
  }

  private CommandException wrong(String what) {
    return CommandException.usage(
        String.format(Locale.ROOT, "line %,d %s", number, what),
        "write lines of a key, a tab and a value; what stood before is imported");
  }

  /** Writes a record as a line that is escaped. */
  static ByteBuffer escaped(RecordKey key, ByteBuffer value) {
    ByteBuffer line = ByteBuffer.allocate(2 * (key.length() + value.remaining()) + 2);
    putEscaped(ByteBuffer.wrap(key.toUtf8()), line);
    line.put((byte) '\t');
    putEscaped(value, line);
    return line.put((byte) '\n').flip();
  }

  private static void putEscaped(ByteBuffer plain, ByteBuffer line) {
    while (plain.hasRemaining()) {
      byte next = plain.get();
      switch (next) {
        case '\\' -> line.put((byte) '\\').put((byte) '\\');
        case '\t' -> line.put((byte) '\\').put((byte) 't');
        case '\n' -> line.put((byte) '\\').put((byte) 'n');
        case '\r' -> line.put((byte) '\\').put((byte) 'r');
        default -> line.put(next);
      }
    }
  }
}
