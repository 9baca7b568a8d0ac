package io.blocktier.segments.manifest;

import static io.blocktier.segments.manifest.Sample.add;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.Blocks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Opens chains whose bytes were changed by chance, with checksums that fit and with others. */
class ManifestFuzzTest {

  private static final int RUNS = 5_000;

  private final Bench bench = new Bench();
  private final ChainStore store = new ChainStore(bench.store, Sample.OPTIONS);

  /** The last object of a chain is whole, that of the other is not. */
  private byte[] object(int commits) throws Exception {
    ManifestWriter writer = bench.writer("w");
    writer.commit(List.of(new Edit.Reserve(100), add(1, 2, 3)));
    writer.commit(
        List.of(
            new Edit.TakeSnapshot("s", 1),
            new Edit.Drop(List.of(1L)),
            new Edit.Cover(new LogMark("log", 5)),
            new Edit.Move(2, Sample.object(Tier.COLD, 9)),
            new Edit.NoteOrphans(List.of(new Orphan(Sample.object(Tier.HOT, 8), 1)))));
    Bench.commit(writer, commits);
    return Blocks.readAll(bench.store, Bench.key(writer.current().number())).array();
  }

  @Test
  void anyBytesInPlaceOfAWholeManifestGiveItOrATypedError() throws Exception {
    fuzz(object(3), 6);
  }

  @Test
  void anyBytesInPlaceOfLaterCommitsGiveThemOrATypedError() throws Exception {
    fuzz(object(2), 5);
  }

  private void fuzz(byte[] object, long number) throws Exception {
    int opened = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      byte[] changed = mutate(object, random);
      Blocks.write(
          bench.store, Bench.key(number), random.nextInt(8) == 0 ? changed : sealed(changed));
      opened += opens(number, seed) ? 1 : 0;
    }
    System.out.printf("%d of %d mutated manifests opened%n", opened, RUNS);
    assertThat(opened).isBetween(1, RUNS - 1);
  }

  private boolean opens(long number, int seed) {
    try {
      new ChainReading(store, Tip.EMPTY).read(number);
      return true;
    } catch (DamagedManifestException e) {
      return false;
    } catch (Exception | OutOfMemoryError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static byte[] mutate(byte[] object, RandomGenerator random) {
    byte[] changed = object.clone();
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(8) == 0 ? random.nextInt(Header.BYTES) : body(object, random);
      int length = 1 + random.nextInt(Math.min(9, object.length - at));
      byte[] noise = new byte[length];
      if (random.nextBoolean()) {
        random.nextBytes(noise);
      } else {
        Arrays.fill(noise, (byte) (random.nextBoolean() ? 0xFF : 0));
      }
      System.arraycopy(noise, 0, changed, at, length);
    }
    return random.nextInt(10) == 0 ? Arrays.copyOf(changed, body(object, random)) : changed;
  }

  private static int body(byte[] object, RandomGenerator random) {
    return Header.BYTES + random.nextInt(object.length - Header.BYTES);
  }

  /** Lets length and checksums fit the bytes. */
  private static byte[] sealed(byte[] object) {
    int bodyBytes = object.length - Header.BYTES;
    ByteBuffer out = ByteBuffer.wrap(object);
    out.putInt(84, bodyBytes).putInt(88, Header.crc(object, Header.BYTES, bodyBytes));
    return out.putInt(92, Header.crc(object, 0, 92)).array();
  }

  @Test
  void anyBytesAreNoBoundaryOrOneThatFits() {
    byte[] boundary = new Boundary(3, 10, 20).encode();
    List<Boundary> read = new ArrayList<>();
    for (int seed = 0; seed < RUNS; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      byte[] changed = boundary.clone();
      changed[random.nextInt(boundary.length)] = (byte) random.nextInt();
      ByteBuffer.wrap(changed).putInt(36, Header.crc(changed, 0, 36));
      try {
        read.add(Boundary.decode(3, changed));
      } catch (DamagedManifestException expected) {
        assertThat(expected).isNotNull();
      }
    }
    assertThat(read).allMatch(b -> b.index() == 3 && b.first() >= 2 && b.head() >= b.first());
  }
}
