package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.data.DataGenerator;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One block in both forms in which contenders take it. The bytes are shared by all writers, the
 * buffer's position is one writer's own.
 */
public final class Payload {

  private static final int RING = 64;

  private final byte[] array;
  private final ByteBuffer buffer;

  private Payload(byte[] array, ByteBuffer buffer) {
    this.array = array;
    this.buffer = buffer;
  }

  private static Payload of(byte[] bytes) {
    return new Payload(bytes, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
  }

  /** Returns different blocks, to be written in turns. */
  static Payload[] ring(DataGenerator generator) {
    return IntStream.range(0, RING)
        .mapToObj(i -> Payload.of(generator.block(i)))
        .toArray(Payload[]::new);
  }

  /** Returns the same blocks for another writer. */
  static Payload[] copy(Payload[] ring) {
    return Arrays.stream(ring)
        .map(each -> new Payload(each.array, each.buffer.duplicate()))
        .toArray(Payload[]::new);
  }

  /** Returns its bytes, which nobody changes. */
  public byte[] array() {
    return array;
  }

  /** Returns the same bytes, off the heap. */
  public ByteBuffer buffer() {
    return buffer;
  }
}
