package io.blocktier.blockstore.express;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.segments.Batch;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentStores;
import io.blocktier.segments.tiering.CopyCheck;
import io.blocktier.segments.tiering.MoveOutcome;
import io.blocktier.segments.tiering.Route;
import io.blocktier.segments.tiering.Run;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that are hot in a directory bucket and cold in a general-purpose one. */
class SegmentTiersTest {

  private static final int RECORDS = 8_000;
  private static final int VALUE_BYTES = 1_024;

  /** For machines on which many tests use one disk. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** For manifests, and the documents of requests and answers. */
  private static final long EVERYTHING_ELSE = 2_000_000;

  @TempDir private Path directory;
  private ExpressServer server;
  private BlockStore express;
  private BlockStore archive;
  private SegmentManager segments;

  @BeforeEach
  void open() throws Exception {
    server = new ExpressServer();
    express = server.open();
    archive = server.openArchive("key_prefix", "below/");
    segments =
        SegmentManager.open(
            new SegmentStores(new Unprobed(express), Optional.of(archive)),
            SegmentsOptions.of(directory.resolve("log"), "db/").withPatience(PATIENCE, PATIENCE),
            server.effects);
  }

  /** A probe writes more than a segment has; it is no part of what is counted here. */
  private static final class Unprobed extends ForwardingBlockStore {

    Unprobed(BlockStore inner) {
      super(inner);
    }

    @Override
    public ProbeReport probe() {
      return new ProbeReport(toString(), List.of(), capabilities());
    }
  }

  @AfterEach
  void close() throws Exception {
    segments.close();
    archive.close();
    express.close();
    server.close();
  }

  private static RecordKey key(int number) {
    return RecordKey.of(String.format(Locale.ROOT, "record/%06d", number));
  }

  private static ByteBuffer value(int number) {
    byte[] value = new byte[VALUE_BYTES];
    new Random(number).nextBytes(value);
    return ByteBuffer.wrap(value);
  }

  private SegmentEntry sealed() throws BlockStoreException {
    Batch batch = new Batch();
    for (int i = 0; i < RECORDS; i++) {
      batch.put(key(i), value(i));
    }
    segments.write(batch);
    segments.flush();
    List<SegmentEntry> all = segments.listSegments();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private void assertOnTheServer(MoveOutcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            MoveOutcome.Moved.class,
            moved -> {
              assertThat(moved.route()).isEqualTo(Route.SERVER_SIDE);
              assertThat(moved.check()).isEqualTo(CopyCheck.BY_STORE);
            });
  }

  @Test
  void noByteOfASegmentPassesThroughTheClientInEitherDirection() throws Exception {
    SegmentEntry entry = sealed();
    long bytes = entry.content().bytes();
    assertThat(bytes).isGreaterThan(4 * EVERYTHING_ELSE);
    assertOnTheServer(segments.archive(entry.id(), Run.QUIET));
    assertOnTheServer(segments.restoreToHot(entry.id(), Run.QUIET));
    assertOnTheServer(segments.archive(entry.id(), Run.QUIET));
    assertThat(segments.moveFigures().bytesServerSide()).isEqualTo(3 * bytes);
    assertThat(segments.moveFigures().bytesThroughClient()).isZero();
    assertThat(segments.moveFigures().bytesReadToVerify()).isZero();
    segments.close();
    express.close();
    archive.close();
    assertThat(server.stop() - bytes)
        .as("bytes but for those that were written once")
        .isBetween(0L, EVERYTHING_ELSE);
  }

  @Test
  void anArchivedSegmentIsReadFromTheOtherBucket() throws Exception {
    SegmentEntry entry = sealed();
    segments.archive(entry.id(), Run.QUIET);
    assertThat(segments.getSegment(entry.id()).orElseThrow().object().tier()).isEqualTo(Tier.COLD);
    express.delete(entry.object().key(), DeleteOptions.DEFAULT);
    for (int i = 0; i < RECORDS; i += 500) {
      assertThat(segments.get(key(i)).orElseThrow().value()).isEqualTo(value(i));
    }
  }
}
