package io.blocktier.segments.format;

import static io.blocktier.segments.format.SegmentFixture.mixed;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CorruptBlockException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Bytes of any kind give the records or say that they are damaged; nothing else happens. */
class SegmentFuzzTest {

  private static final int ROUNDS = Integer.getInteger("blocktier.fuzz.rounds", 400);

  /** Seeds are new in every run, and printed. */
  private final long seed = Long.getLong("blocktier.fuzz.seed", System.nanoTime());

  private final List<SegmentRecord> records = mixed(120, 1500, 3);
  private final SegmentFixture fixture =
      new SegmentFixture(
          SegmentFixture.small()
              .withFrameBytes(512)
              .withBatchBytes(2000)
              .verifying(Verification.CHECKSUM, Verification.CHECKSUM));
  private final byte[] right;
  private int refused;
  private int read;

  SegmentFuzzTest() throws BlockStoreException {
    fixture.write(records);
    right = fixture.stored();
  }

  private void requireTypedOutcome(byte[] bytes, long round) throws BlockStoreException {
    fixture.replace(bytes);
    try {
      use(bytes.length, new Random(round));
      read++;
    } catch (CorruptBlockException e) {
      assertThat(e.failure().detail()).startsWith("segment 7: ");
      refused++;
    } catch (RuntimeException | Error | BlockStoreException e) {
      throw new AssertionError("seed " + seed + ", round " + round, e);
    }
  }

  private void use(int bytes, Random random) throws BlockStoreException {
    int tail = random.nextInt(2 * bytes + 1);
    SegmentReader reader =
        fixture.format.open(
            fixture.store,
            new SegmentHandle(
                SegmentFixture.BLOCK, SegmentFixture.ID, bytes, tail, Optional.empty()));
    for (int i = 0; i < 5; i++) {
      RecordKey key = records.get(random.nextInt(records.size())).key();
      reader.get(key);
      reader.proof(key);
    }
    KeyScan keys = reader.keys(KeyRange.ALL);
    while (keys.next()) {
      RecordEntry entry = keys.entry();
      int length = Math.min(entry.valueBytes(), 3000);
      reader.read(entry, ByteRange.of(0, length), ByteBuffer.allocate(length));
    }
    SegmentFixture.all(reader.scan(KeyRange.prefix(RecordKey.of("account/0000"))));
    SegmentFixture.all(reader.scan(KeyRange.ALL));
    reader.verify();
  }

  private static void mutate(byte[] bytes, Random random) {
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xFF);
        case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0);
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(64), bytes.length - Math.max(at, from));
          System.arraycopy(bytes.clone(), from, bytes, at, length);
        }
      }
    }
  }

  @Test
  void damagedBytesAreRefusedOrRead() throws Exception {
    System.out.println("fuzz: seed " + seed);
    for (long round = 0; round < ROUNDS; round++) {
      Random random = new Random(seed + round);
      byte[] bytes = right.clone();
      mutate(bytes, random);
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
      requireTypedOutcome(Arrays.copyOf(bytes, length), round);
    }
    assertThat(refused).isGreaterThan(ROUNDS * 9 / 10);
  }

  @Test
  void forgedBytesWithRightChecksumsAreRefusedOrRead() throws Exception {
    System.out.println("fuzz: seed " + seed);
    for (long round = 0; round < ROUNDS; round++) {
      Random random = new Random(seed + round);
      Forgery forgery = new Forgery(right, SegmentFixture.ID);
      Consumer<byte[]> change = bytes -> mutate(bytes, random);
      switch (random.nextInt(5)) {
        case 0 -> forgery.keys(change);
        case 1 -> forgery.bloom(change);
        case 2 -> forgery.statisticsBytes(change);
        case 3 -> forgery.table(change);
        default -> forgery.frames(change);
      }
      mendRoot(forgery);
      requireTypedOutcome(forgery.bytes(), round);
    }
    assertThat(refused).isGreaterThan(ROUNDS / 2);
  }

  /** Makes the root fit the frames, where the table can still be read. */
  private static void mendRoot(Forgery forgery) {
    try {
      FrameTable table = forgery.frameTable();
      forgery.root(FrameRoots.root(new Sha256(), table.roots(), table.count()));
    } catch (FormatException unreadable) {
      return; // as it is then
    }
  }

  @Test
  void noiseIsRefused() throws Exception {
    System.out.println("fuzz: seed " + seed);
    for (long round = 0; round < ROUNDS; round++) {
      Random random = new Random(seed + round);
      byte[] noise = new byte[random.nextInt(2000)];
      random.nextBytes(noise);
      requireTypedOutcome(noise, round);
    }
    assertThat(read).isZero();
  }
}
