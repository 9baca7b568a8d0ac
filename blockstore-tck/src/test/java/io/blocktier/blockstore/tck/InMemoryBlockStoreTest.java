package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InMemoryBlockStoreTest {

  private static final BlockKey A = BlockKey.of("a");
  private static final BlockKey B = BlockKey.of("b");

  private final ManualClock clock = ManualClock.standing();
  private final Effects effects = TestEffects.seeded(1, clock);
  private final InMemoryBlockStore store = new InMemoryBlockStore(effects);

  @Test
  void bytesAreCountedBothWaysAndServerSideCopiesAreNot() throws Exception {
    Blocks.write(store, A, new byte[1_000]);
    Blocks.read(store, A, ByteRange.of(0, 300));
    store.copy(A, B, CopyOptions.DEFAULT);
    assertThat(store.bytesReceived()).isEqualTo(1_000);
    assertThat(store.bytesSent()).isEqualTo(300);
  }

  @Test
  void copyThroughTheClientIsCounted() throws Exception {
    Capabilities weaker =
        InMemoryBlockStore.ALL_CAPABILITIES.without(Set.of(Capability.SERVER_SIDE_COPY));
    InMemoryBlockStore weak = new InMemoryBlockStore("weak", weaker, effects);
    Blocks.write(weak, A, new byte[1_000]);
    weak.copy(A, B, CopyOptions.DEFAULT);
    assertThat(weak.bytesReceived()).isEqualTo(2_000);
    assertThat(weak.bytesSent()).isEqualTo(1_000);
  }

  @Test
  void etagsTellNothingOfTheContent() throws Exception {
    Blocks.write(store, A, new byte[10]);
    Blocks.write(store, B, new byte[10]);
    assertThat(store.stat(A).etag()).isNotEqualTo(store.stat(B).etag());
  }

  @Test
  void timeIsThatOfTheClock() throws Exception {
    clock.advance(Duration.ofHours(1));
    Blocks.write(store, A, new byte[10]);
    assertThat(store.stat(A).lastModified()).isEqualTo(Instant.EPOCH.plusSeconds(3_600));
  }

  @Test
  void uploadsLeftOpenAreReported() throws Exception {
    BlockUpload first = store.startUpload(B, WriteOptions.DEFAULT);
    BlockUpload second = store.startUpload(A, WriteOptions.DEFAULT);
    assertThat(store.openUploads()).containsExactly(A, B);
    first.close();
    second.complete(List.of(second.uploadPart(1, Content.of(new byte[1]))));
    assertThat(store.openUploads()).isEmpty();
  }

  @Test
  void roomIsBoundedAndComesBack() throws Exception {
    InMemoryBlockStore small = bounded(100);
    Blocks.write(small, A, new byte[60]);
    assertThatThrownBy(() -> Blocks.write(small, B, new byte[41]))
        .isInstanceOf(OutOfSpaceException.class)
        .hasMessageContaining("60 of 100");
    Blocks.write(small, A, new byte[100]);
    Blocks.delete(small, A);
    Blocks.write(small, B, new byte[100]);
    assertThatThrownBy(() -> small.append(B, 100, Content.of(new byte[1])))
        .isInstanceOf(OutOfSpaceException.class);
    assertThatThrownBy(() -> small.copy(B, A, CopyOptions.DEFAULT))
        .isInstanceOf(OutOfSpaceException.class);
    assertThat(small.deleteByPrefix(KeyPrefix.ALL).deleted()).isEqualTo(1);
    Blocks.write(small, A, new byte[100]);
  }

  @Test
  void partsTakeRoomUntilTheyAreDropped() throws Exception {
    InMemoryBlockStore small = bounded(100);
    BlockUpload upload = small.startUpload(A, WriteOptions.DEFAULT);
    PartReceipt used = upload.uploadPart(1, Content.of(new byte[60]));
    upload.uploadPart(2, Content.of(new byte[40]));
    assertThatThrownBy(() -> Blocks.write(small, B, new byte[1]))
        .isInstanceOf(OutOfSpaceException.class);
    upload.complete(List.of(used));
    Blocks.write(small, B, new byte[40]);
    try (BlockUpload other = small.startUpload(B, WriteOptions.DEFAULT)) {
      assertThatThrownBy(() -> other.uploadPart(1, Content.of(new byte[1])))
          .isInstanceOf(OutOfSpaceException.class);
    }
  }

  @Test
  void partBelowTheMinimumIsRefusedExceptAsTheLast() throws Exception {
    Limits limits = new Limits(1_000, 1_000, 10, 1_000, 5, 1, BlockKey.MAX_BYTES);
    Capabilities bounded = new Capabilities(Set.of(Capability.UPLOAD), limits, Durability.MEMORY);
    InMemoryBlockStore strict = new InMemoryBlockStore("strict", bounded, effects);
    try (BlockUpload upload = strict.startUpload(A, WriteOptions.DEFAULT)) {
      PartReceipt small = upload.uploadPart(1, Content.of(new byte[9]));
      PartReceipt last = upload.uploadPart(2, Content.of(new byte[1]));
      assertThatThrownBy(() -> upload.complete(List.of(small, last)))
          .isInstanceOf(InvalidRequestException.class);
      PartReceipt enough = upload.uploadPart(1, Content.of(new byte[10]));
      assertThat(upload.complete(List.of(enough, last)).size()).isEqualTo(11);
    }
  }

  @Test
  void blockHasAsManyAppendsAsTheLimitSays() throws Exception {
    Limits limits = new Limits(1_000, 1_000, 1, 1_000, 5, 2, BlockKey.MAX_BYTES);
    Capabilities bounded = new Capabilities(Set.of(Capability.APPEND), limits, Durability.MEMORY);
    InMemoryBlockStore strict = new InMemoryBlockStore("strict", bounded, effects);
    Blocks.write(strict, A, new byte[1]);
    strict.append(A, 1, Content.of(new byte[1]));
    strict.append(A, 2, Content.of(new byte[1]));
    assertThatThrownBy(() -> strict.append(A, 3, Content.of(new byte[1])))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("the limit is 2");
  }

  @Test
  void unorderedListingIsNotInOrder() throws Exception {
    Capabilities weaker =
        InMemoryBlockStore.ALL_CAPABILITIES.without(Set.of(Capability.ORDERED_LISTING));
    InMemoryBlockStore weak = new InMemoryBlockStore("weak", weaker, effects);
    Blocks.write(weak, A, new byte[1]);
    Blocks.write(weak, B, new byte[1]);
    assertThat(new Subject(weak).names(ListOptions.under(KeyPrefix.ALL))).containsExactly("b", "a");
  }

  @Test
  void durabilityThatMemoryCannotKeepIsRefused() {
    Capabilities promising = new Capabilities(Set.of(), Limits.NONE, Durability.LOCAL);
    assertThatThrownBy(() -> new InMemoryBlockStore("liar", promising, effects))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LOCAL");
  }

  private InMemoryBlockStore bounded(long maxBytes) {
    return new InMemoryBlockStore("small", InMemoryBlockStore.ALL_CAPABILITIES, maxBytes, effects);
  }
}
