package io.blocktier.segments.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Writes fields into bytes that grow as needed. Numbers are big-endian. For one thread. */
final class Encoder {

  private static final int FIRST_BYTES = 512;

  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);

  /** Writes one element of a list. */
  @FunctionalInterface
  interface Element<T> {
    void write(T value);
  }

  void put1(int value) {
    room(1).put((byte) value);
  }

  void put2(int value) {
    room(Short.BYTES).putShort((short) value);
  }

  void put4(int value) {
    room(Integer.BYTES).putInt(value);
  }

  void put8(long value) {
    room(Long.BYTES).putLong(value);
  }

  void put(UniqueId id) {
    room(UniqueId.BYTES).putLong(id.high()).putLong(id.low());
  }

  void put(boolean value) {
    put1(value ? 1 : 0);
  }

  void put(String text) {
    put(text.getBytes(StandardCharsets.UTF_8));
  }

  void put(Bytes value) {
    put(value.shared());
  }

  private void put(byte[] value) {
    put2(value.length);
    putAll(value);
  }

  /** Writes bytes without their length. */
  void putAll(byte[] value) {
    room(value.length).put(value);
  }

  <T> void putList(Collection<? extends T> values, Element<? super T> element) {
    put4(values.size());
    values.forEach(element::write);
  }

  int length() {
    return bytes.position();
  }

  byte[] toArray() {
    byte[] copy = new byte[length()];
    bytes.get(0, copy);
    return copy;
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      long wanted = Math.max(2L * bytes.capacity(), (long) length() + more);
      ByteBuffer larger =
          ByteBuffer.allocate((int) Math.min(wanted, Integer.MAX_VALUE - Long.BYTES));
      bytes = larger.put(bytes.flip());
    }
    return bytes;
  }
}
