package io.blocktier.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import io.blocktier.blockstore.tck.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Opens journals whose bytes were changed by chance. */
class DecoderFuzzTest {

  private static final int RUNS = 400;
  private static final int HEADS = 200_000;

  private final Bench bench = new Bench();

  @Test
  void anyBytesGiveAShorterJournalOrATypedError() throws IOException {
    SimulatedDisk disk = Bench.disk();
    List<Long> whole = fill(disk);
    int opened = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      SimulatedDisk left = disk.crash(0);
      RandomGenerator random = new SplittableRandom(seed);
      for (int i = 0; i <= random.nextInt(4); i++) {
        mutate(left, random);
      }
      opened += opens(left, whole, seed) ? 1 : 0;
    }
    System.out.printf("%d of %d mutated journals opened%n", opened, RUNS);
    assertThat(opened).isBetween(RUNS / 2, RUNS - 1);
  }

  private List<Long> fill(SimulatedDisk disk) throws IOException {
    try (Journal journal = bench.open(disk)) {
      for (int i = 0; i < 60; i++) {
        Bench.put(journal, "k" + i, i % 4 == 0 ? 100_000 : i * 7);
      }
    }
    bench.open(disk);
    return bench.generations();
  }

  private boolean opens(SimulatedDisk disk, List<Long> whole, int seed) {
    try {
      Journal journal = bench.open(disk);
      assertThat(whole).containsAll(bench.generations());
      assertThat(bench.generations()).isSorted().doesNotHaveDuplicates();
      Bench.put(journal, "later", 100);
      return true;
    } catch (JournalFormatException e) {
      return false;
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static void mutate(SimulatedDisk disk, RandomGenerator random) throws IOException {
    List<String> names =
        disk.names(Bench.DIRECTORY).stream().filter(name -> !name.equals("lock")).sorted().toList();
    Path path = Bench.DIRECTORY.resolve(names.get(random.nextInt(names.size())));
    try (DiskFile file = disk.open(path, Disk.Mode.WRITE)) {
      int size = (int) file.size();
      int at = random.nextBoolean() ? random.nextInt(size) : random.nextInt(Math.min(size, 9_000));
      byte[] bytes = new byte[1 + random.nextInt(Math.min(size - at, 64))];
      if (random.nextBoolean()) {
        random.nextBytes(bytes);
      } else {
        Arrays.fill(bytes, (byte) (random.nextBoolean() ? 0xFF : 0));
      }
      file.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, at);
    }
  }

  @Test
  void headsWithRightChecksumsAndWrongLengthsAreNoHeads() {
    JournalId journal = new JournalId(1, 2);
    HeadCodec codec = new HeadCodec(journal);
    Head head = new Head((byte) 1, new byte[20], new byte[30], 100, 7);
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    codec.write(head, 1, 1, 0, bytes);
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < HEADS; i++) {
      ByteBuffer changed = ByteBuffer.wrap(bytes.array().clone());
      changed.put(8 + random.nextInt(16), (byte) random.nextInt());
      int end = 8 + random.nextInt(4000);
      changed.putInt(4, journal.checksum(changed, 8, Math.max(end, head.bytes())));
      RecordView read = codec.read(changed);
      assertThat(read == null || read.payloadLength() >= 0).isTrue();
    }
  }
}
