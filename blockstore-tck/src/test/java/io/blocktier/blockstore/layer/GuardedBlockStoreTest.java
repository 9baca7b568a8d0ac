package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.StorageClass;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Refusals that reach no store: the one beneath offers everything, and claims less. */
class GuardedBlockStoreTest {

  private static final BlockKey KEY = BlockKey.of("key");
  private static final Etag ETAG = Etag.of("e");
  private static final Limits LIMITS = new Limits(100, 40, 10, 50, 3, 5, BlockKey.MAX_BYTES);

  private final Effects effects = TestEffects.seeded(1);
  private final CallCounter memory = new CallCounter(new InMemoryBlockStore(effects));

  @Test
  void whateverIsNotOfferedIsRefusedBeforeItIsSent() {
    for (Map.Entry<Capability, List<ThrowingCallable>> entry : needs().entrySet()) {
      for (ThrowingCallable call : entry.getValue()) {
        memory.offer(all().without(Set.of(entry.getKey())));
        assertThatThrownBy(call)
            .as("without %s", entry.getKey())
            .isInstanceOfSatisfying(
                UnsupportedByStoreException.class,
                e -> assertThat(e.failure().remedy()).isNotEmpty())
            .hasMessageContaining("memory: ");
        assertThat(memory.calls()).isZero();
        memory.offer(all());
        assertThatThrownBy(call).as("with it").isInstanceOf(CallCounter.Reached.class);
        memory.reset();
      }
    }
  }

  @Test
  void everyCapabilityThatACallCanNeedIsLookedAt() {
    Set<Capability> unneeded =
        EnumSet.of(Capability.SERVER_SIDE_COPY, Capability.CHECKSUM, Capability.PART_COPY);
    assertThat(needs().keySet()).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(unneeded)));
  }

  @Test
  void aKeyBeyondTheStoresLengthIsRefusedBeforeItIsSent() {
    Limits limits = LIMITS.withMaxKeyBytes(10);
    memory.offer(new Capabilities(EnumSet.allOf(Capability.class), limits, Durability.LOCAL));
    BlockKey fits = BlockKey.of("\u00e9".repeat(5));
    BlockKey longer = BlockKey.of("\u00e9".repeat(5) + "k");
    for (ThrowingCallable call : naming(longer)) {
      refuses(call, "11", "10");
    }
    for (ThrowingCallable call : naming(fits)) {
      assertThatThrownBy(call).isInstanceOf(CallCounter.Reached.class);
    }
  }

  private List<ThrowingCallable> naming(BlockKey key) {
    GuardedBlockStore store = new GuardedBlockStore(memory);
    KeyPrefix prefix = KeyPrefix.of(key.value());
    return List.of(
        () -> Blocks.write(store, key, new byte[1]),
        () -> store.read(key, ByteRange.of(0, 1), ByteBuffer.allocate(1)),
        () -> store.stat(key),
        () -> store.delete(key, DeleteOptions.DEFAULT),
        () -> store.deleteAll(List.of(KEY, key)),
        () -> store.deleteByPrefix(prefix),
        () -> store.list(ListOptions.under(prefix)),
        () -> store.copy(key, KEY, CopyOptions.DEFAULT),
        () -> store.copy(KEY, key, CopyOptions.DEFAULT),
        () -> store.startUpload(key, WriteOptions.DEFAULT),
        () -> store.append(key, 0, Content.of(new byte[1])),
        () -> store.rename(key, KEY, Precondition.NONE),
        () -> store.rename(KEY, key, Precondition.NONE));
  }

  @Test
  void aDurabilityAboveTheStoresIsRefused() {
    memory.offer(all());
    assertThatThrownBy(() -> write(1, WriteOptions.DEFAULT.with(Durability.REMOTE)))
        .isInstanceOf(UnsupportedByStoreException.class)
        .hasMessageContaining("REMOTE")
        .hasMessageContaining("LOCAL");
    assertThatThrownBy(() -> write(1, WriteOptions.DEFAULT.with(Durability.LOCAL)))
        .isInstanceOf(CallCounter.Reached.class);
  }

  @Test
  void sizesBeyondALimitAreRefusedWithBothNumbers() {
    memory.offer(all());
    refuses(() -> write(41, WriteOptions.DEFAULT), "41", "40");
    refuses(() -> guarded().append(KEY, 0, Content.of(new byte[41])), "41", "40");
    refuses(() -> guarded().append(KEY, 0, Content.of()), "0", "1");
    refuses(() -> guarded().append(KEY, -1, Content.of(new byte[1])), "-1", "0");
    refuses(() -> guarded().append(KEY, 99, Content.of(new byte[2])), "101", "100");
    assertThatThrownBy(() -> write(40, WriteOptions.DEFAULT))
        .isInstanceOf(CallCounter.Reached.class);
  }

  @Test
  void readOnlyTargetsAreRefused() {
    memory.offer(all());
    ByteBuffer target = ByteBuffer.allocate(4).asReadOnlyBuffer();
    refuses(() -> guarded().read(KEY, ByteRange.ALL, target), "read-only", "writable");
  }

  @Test
  void partsBeyondALimitAreRefusedBeforeTheyAreSent() throws Exception {
    InMemoryBlockStore real =
        new InMemoryBlockStore(
            "real", new Capabilities(all().features(), LIMITS, Durability.MEMORY), effects);
    try (BlockUpload upload = new GuardedBlockStore(real).startUpload(KEY, WriteOptions.DEFAULT)) {
      refuses(() -> upload.uploadPart(0, Content.of(new byte[10])), "0", "1");
      refuses(() -> upload.uploadPart(4, Content.of(new byte[10])), "4", "3");
      refuses(() -> upload.uploadPart(1, Content.of(new byte[51])), "51", "50");
      refuses(() -> upload.copyPart(1, KEY, ByteRange.of(0, 51)), "51", "50");
      refuses(() -> upload.complete(List.of()), "0", "1");
      assertThat(real.bytesReceived()).isZero();
      PartReceipt small = upload.uploadPart(1, Content.of(new byte[9]));
      PartReceipt large = upload.uploadPart(2, Content.of(new byte[50]));
      PartReceipt last = upload.uploadPart(3, Content.of(new byte[50]));
      refuses(() -> upload.complete(List.of(small, large)), "9", "10");
      refuses(() -> upload.complete(List.of(large, large)), "2", "3");
      refuses(() -> upload.complete(List.of(large, small)), "1", "3");
      PartReceipt whole = upload.uploadPart(1, Content.of(new byte[10]));
      refuses(() -> upload.complete(List.of(whole, large, last)), "110", "100");
      upload.complete(List.of(whole, large));
    }
    assertThat(real.stat(KEY).size()).isEqualTo(60);
  }

  @Test
  void copyingPartsNeedsItsCapability() throws Exception {
    Capabilities less = InMemoryBlockStore.ALL_CAPABILITIES.without(Set.of(Capability.PART_COPY));
    InMemoryBlockStore real = new InMemoryBlockStore("real", less, effects);
    try (BlockUpload upload = new GuardedBlockStore(real).startUpload(KEY, WriteOptions.DEFAULT)) {
      assertThatThrownBy(() -> upload.copyPart(1, KEY, ByteRange.of(0, 10)))
          .isInstanceOf(UnsupportedByStoreException.class);
    }
  }

  private Map<Capability, List<ThrowingCallable>> needs() {
    PutId putId = PutId.random(new Random(1));
    WriteOptions plain = WriteOptions.DEFAULT;
    Metadata metadata = Metadata.of(Map.of("a", "b"));
    StorageClass cold = StorageClass.of("COLD");
    CopyOptions copy = CopyOptions.DEFAULT;
    Map<Capability, List<ThrowingCallable>> needs = new EnumMap<>(Capability.class);
    needs.put(Capability.CONDITIONAL_CREATE, both(WriteOptions.ifAbsent()));
    needs.put(Capability.CONDITIONAL_REPLACE, both(WriteOptions.ifMatch(ETAG)));
    needs.put(
        Capability.CONDITIONAL_DELETE,
        List.of(() -> guarded().delete(KEY, DeleteOptions.ifMatch(ETAG))));
    needs.put(
        Capability.CONDITIONAL_COPY,
        List.of(() -> guarded().copy(KEY, KEY, copy.with(Precondition.IF_ABSENT))));
    needs.put(
        Capability.METADATA,
        List.of(
            () -> write(1, plain.with(metadata)),
            () -> write(1, plain.with(putId)),
            () -> guarded().startUpload(KEY, plain.with(metadata)),
            () -> guarded().copy(KEY, KEY, copy.with(metadata))));
    needs.put(
        Capability.STORAGE_CLASS,
        List.of(() -> write(1, plain.with(cold)), () -> guarded().copy(KEY, KEY, copy.with(cold))));
    needs.put(Capability.UPLOAD, List.of(() -> guarded().startUpload(KEY, plain)));
    needs.put(Capability.APPEND, List.of(() -> guarded().append(KEY, 0, Content.of(new byte[1]))));
    needs.put(Capability.RENAME, List.of(() -> guarded().rename(KEY, KEY, Precondition.NONE)));
    needs.put(
        Capability.ORDERED_LISTING,
        List.of(() -> guarded().list(ListOptions.under(KeyPrefix.ALL).startingAfter("a"))));
    return needs;
  }

  private List<ThrowingCallable> both(WriteOptions options) {
    return List.of(() -> write(1, options), () -> guarded().startUpload(KEY, options));
  }

  private void write(int bytes, WriteOptions options) throws BlockStoreException {
    guarded().write(KEY, Content.of(new byte[bytes]), options);
  }

  private BlockStore guarded() {
    return new GuardedBlockStore(memory);
  }

  private void refuses(ThrowingCallable call, String number, String limit) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(number)
        .hasMessageContaining(limit);
    assertThat(memory.calls()).isZero();
  }

  private static Capabilities all() {
    return new Capabilities(EnumSet.allOf(Capability.class), LIMITS, Durability.LOCAL);
  }

  /** Claims what it is told to, and lets no call through. */
  private static final class CallCounter extends InterceptingBlockStore {

    /** The guard let a call pass. */
    static final class Reached extends RuntimeException {}

    private Capabilities offered = all();
    private int calls;

    CallCounter(BlockStore inner) {
      super(inner);
    }

    void offer(Capabilities capabilities) {
      offered = capabilities;
    }

    int calls() {
      return calls;
    }

    void reset() {
      calls = 0;
    }

    @Override
    public Capabilities capabilities() {
      return offered;
    }

    @Override
    <T> T run(Call call, Call.Action<T> action) {
      calls++;
      throw new Reached();
    }
  }
}
