package io.blocktier.segments.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what an {@link Encoder} wrote, or any other bytes: those give a {@link
 * DamagedManifestException}, and never more memory than they have themselves. For one thread.
 */
final class Decoder {

  private final ByteBuffer bytes;
  private final CharsetDecoder texts = StandardCharsets.UTF_8.newDecoder();

  Decoder(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Reads one element of a list. */
  @FunctionalInterface
  interface Element<T> {
    T read() throws DamagedManifestException;
  }

  int get1() throws DamagedManifestException {
    return require(1).get() & 0xFF;
  }

  int get2() throws DamagedManifestException {
    return require(Short.BYTES).getShort() & 0xFFFF;
  }

  int get4() throws DamagedManifestException {
    return require(Integer.BYTES).getInt();
  }

  long get8() throws DamagedManifestException {
    return require(Long.BYTES).getLong();
  }

  UniqueId getId() throws DamagedManifestException {
    require(UniqueId.BYTES);
    return new UniqueId(bytes.getLong(), bytes.getLong());
  }

  boolean getBoolean() throws DamagedManifestException {
    return switch (get1()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw new DamagedManifestException("a flag is neither 0 nor 1");
    };
  }

  String getText() throws DamagedManifestException {
    ByteBuffer text = slice(get2());
    try {
      return texts.decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new DamagedManifestException("a text is not UTF-8", e);
    }
  }

  Bytes getBytes() throws DamagedManifestException {
    byte[] value = new byte[checked(get2())];
    bytes.get(value);
    return Bytes.owned(value);
  }

  /** Reads a list whose elements have some bytes each at least. */
  <T> List<T> getList(int leastBytes, Element<T> element) throws DamagedManifestException {
    int count = get4();
    if (count < 0 || count > bytes.remaining() / leastBytes) {
      throw new DamagedManifestException(count + " elements do not fit");
    }
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(element.read());
    }
    return values;
  }

  boolean isAtEnd() {
    return !bytes.hasRemaining();
  }

  void requireEnd() throws DamagedManifestException {
    if (bytes.hasRemaining()) {
      throw new DamagedManifestException(bytes.remaining() + " bytes too many");
    }
  }

  private ByteBuffer slice(int length) throws DamagedManifestException {
    ByteBuffer part = bytes.slice(bytes.position(), checked(length));
    bytes.position(bytes.position() + length);
    return part;
  }

  private ByteBuffer require(int more) throws DamagedManifestException {
    checked(more);
    return bytes;
  }

  private int checked(int more) throws DamagedManifestException {
    if (bytes.remaining() < more) {
      throw new DamagedManifestException("ends early");
    }
    return more;
  }
}
