package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Writes whose reply was lost: found out, repeated only where that is safe, never made up. */
class LostReplyTest {

  private static final BlockKey KEY = BlockKey.of("key");
  private static final BlockKey OTHER = BlockKey.of("other");

  private final Effects effects = TestEffects.seeded(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final FaultScript script = new FaultScript(memory);
  private final BlockStore store = new RetryingBlockStore(script, RetryPolicy.DEFAULT, effects);

  @Test
  void aConditionalWriteThatArrivedIsRecognisedAsItsOwn() throws Exception {
    script.next(Operation.WRITE, Fault.lostAfter());
    Receipt receipt = store.write(KEY, content("mine"), WriteOptions.ifAbsent());
    assertThat(script.calls(Operation.WRITE)).isEqualTo(1);
    assertReceiptOf(memory.stat(KEY), receipt);
    Etag first = receipt.etag();
    script.next(Operation.WRITE, Fault.lostAfter());
    Receipt second = store.write(KEY, content("again"), WriteOptions.ifMatch(first));
    assertThat(text(KEY)).isEqualTo("again");
    assertReceiptOf(memory.stat(KEY), second);
  }

  @Test
  void aConditionalWriteThatDidNotArriveIsRepeated() throws Exception {
    script.next(Operation.WRITE, Fault.lostBefore(), Fault.lostBefore());
    Etag etag = store.write(KEY, content("one"), WriteOptions.ifAbsent()).etag();
    assertThat(script.calls(Operation.WRITE)).isEqualTo(3);
    script.next(Operation.WRITE, Fault.lostBefore());
    store.write(KEY, content("two"), WriteOptions.ifMatch(etag));
    assertThat(text(KEY)).isEqualTo("two");
  }

  @Test
  void theLookIsRepeatedToo() throws Exception {
    script.next(Operation.WRITE, Fault.lostAfter());
    script.next(Operation.STAT, Fault.unavailable(), Fault.throttled(null));
    store.write(KEY, content("mine"), WriteOptions.ifAbsent());
    assertThat(script.calls(Operation.STAT)).isEqualTo(3);
  }

  @Test
  void whereTheLookFailsTheOutcomeStaysUnknown() {
    script.next(Operation.WRITE, Fault.lostAfter());
    for (int i = 0; i < 4; i++) {
      script.next(Operation.STAT, Fault.unavailable());
    }
    assertThatThrownBy(() -> store.write(KEY, content("mine"), WriteOptions.ifAbsent()))
        .isInstanceOf(OutcomeUnknownException.class)
        .satisfies(e ->
            assertThat(e.getSuppressed()).hasOnlyElementsOfType(StoreUnavailableException.class));
  }

  @Test
  void aFailedConditionOfARetryIsItsOwnWhenTheFirstAttemptArrivedLate() throws Exception {
    PutId id = PutId.random(new Random(9));
    WriteOptions options = WriteOptions.ifAbsent().with(id);
    script.next(Operation.WRITE, Fault.lostBefore());
    script.next(Operation.WRITE, Fault.unavailable());
    Fault late = Fault.unavailable().and(() -> memory.write(KEY, content("mine"), options));
    script.next(Operation.WRITE, late);
    Receipt receipt = store.write(KEY, content("mine"), options);
    assertReceiptOf(memory.stat(KEY), receipt);
    assertThat(memory.stat(KEY).putId()).contains(id);
  }

  @Test
  void aFailedConditionIsNotTakenForItsOwnWhenSomebodyElseWasFirst() throws Exception {
    script.next(Operation.WRITE, Fault.lostBefore());
    script.next(Operation.WRITE, Fault.unavailable().and(() -> foreignWrite("theirs")));
    assertThatThrownBy(() -> store.write(KEY, content("mine"), WriteOptions.ifAbsent()))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(text(KEY)).isEqualTo("theirs");
  }

  @Test
  void aFailedConditionWithoutALostReplyIsNotLookedInto() throws Exception {
    foreignWrite("theirs");
    assertThatThrownBy(() -> store.write(KEY, content("mine"), WriteOptions.ifAbsent()))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(script.calls(Operation.STAT)).isZero();
  }

  /** The foreign block may have replaced this write's: "nothing was changed" would be a guess. */
  @Test
  void aForeignBlockRightAfterALostReplyLeavesTheOutcomeUnknown() throws Exception {
    Etag etag = store.write(KEY, content("first"), WriteOptions.DEFAULT).etag();
    script.next(Operation.WRITE, Fault.lostAfter().and(() -> foreignWrite("on top of mine")));
    assertThatThrownBy(() -> store.write(KEY, content("mine"), WriteOptions.ifMatch(etag)))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(script.calls(Operation.WRITE)).isEqualTo(2);
  }

  @Test
  void theCallersPutIdIsKept() throws Exception {
    PutId id = PutId.random(new Random(3));
    store.write(KEY, content("mine"), WriteOptions.ifAbsent().with(id));
    assertThat(memory.stat(KEY).putId()).contains(id);
  }

  @Test
  void writesWithoutAConditionCarryNoPutId() throws Exception {
    store.write(KEY, content("mine"), WriteOptions.DEFAULT);
    assertThat(memory.stat(KEY).putId()).isEmpty();
  }

  @Test
  void withoutMetadataALostConditionalWriteIsSurfaced() throws Exception {
    InMemoryBlockStore plain =
        new InMemoryBlockStore(
            "plain",
            InMemoryBlockStore.ALL_CAPABILITIES.without(Set.of(Capability.METADATA)),
            effects);
    FaultScript faulty = new FaultScript(plain).next(Operation.WRITE, Fault.lostAfter());
    BlockStore retrying = new RetryingBlockStore(faulty, RetryPolicy.DEFAULT, effects);
    assertThatThrownBy(() -> retrying.write(KEY, content("mine"), WriteOptions.ifAbsent()))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(faulty.calls(Operation.WRITE)).isEqualTo(1);
    assertThat(faulty.calls(Operation.STAT)).isZero();
  }

  @Test
  void aLostReplyIsNotForgottenWhenALaterAttemptFailsOtherwise() {
    script.next(Operation.WRITE, Fault.lostAfter(), Fault.refused());
    assertThatThrownBy(() -> store.write(KEY, content("x"), WriteOptions.DEFAULT))
        .isInstanceOf(OutcomeUnknownException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    script.next(Operation.DELETE, Fault.lostAfter());
    for (int i = 0; i < 3; i++) {
      script.next(Operation.DELETE, Fault.unavailable());
    }
    assertThatThrownBy(() -> Blocks.delete(store, KEY)).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void anAppendThatArrivedIsNotMadeTwice() throws Exception {
    script.next(Operation.APPEND, Fault.lostAfter());
    store.append(KEY, 0, content("abc"));
    script.next(Operation.APPEND, Fault.lostAfter());
    Receipt receipt = store.append(KEY, 3, content("def"));
    assertThat(text(KEY)).isEqualTo("abcdef");
    assertThat(receipt.size()).isEqualTo(6);
    assertThat(receipt.etag()).isEqualTo(memory.stat(KEY).etag());
    assertThat(script.calls(Operation.APPEND)).isEqualTo(2);
  }

  @Test
  void anAppendThatDidNotArriveIsRepeated() throws Exception {
    script.next(Operation.APPEND, Fault.lostBefore());
    store.append(KEY, 0, content("abc"));
    script.next(Operation.APPEND, Fault.lostBefore(), Fault.unavailable());
    store.append(KEY, 3, content("def"));
    assertThat(text(KEY)).isEqualTo("abcdef");
  }

  @Test
  void anAppendBehindWhichOthersAppendedIsFound() throws Exception {
    script.next(
        Operation.APPEND, Fault.lostAfter().and(() -> memory.append(KEY, 3, content("more"))));
    assertThat(store.append(KEY, 0, content("abc")).size()).isEqualTo(7);
    assertThat(text(KEY)).isEqualTo("abcmore");
  }

  @Test
  void asManyBytesOfSomebodyElseAreNotTakenForTheAppend() throws Exception {
    script.next(
        Operation.APPEND, Fault.lostBefore().and(() -> memory.append(KEY, 0, content("xyz"))));
    assertThatThrownBy(() -> store.append(KEY, 0, content("abc")))
        .isInstanceOf(PreconditionFailedException.class)
        .hasMessageContaining("3 bytes");
    assertThat(text(KEY)).isEqualTo("xyz");
  }

  @Test
  void anAppendThatArrivedLateIsFoundWhenItsRetryFails() throws Exception {
    script.next(Operation.APPEND, Fault.lostBefore());
    script.next(
        Operation.APPEND, Fault.unavailable().and(() -> memory.append(KEY, 0, content("abc"))));
    assertThat(store.append(KEY, 0, content("abc")).size()).isEqualTo(3);
    assertThat(text(KEY)).isEqualTo("abc");
  }

  @Test
  void aConditionalDeleteIsRepeatedWhileTheBlockIsThereAndUnknownWhenItIsGone() throws Exception {
    Etag etag = Blocks.write(memory, KEY, new byte[1]).etag();
    script.next(Operation.DELETE, Fault.lostBefore());
    store.delete(KEY, DeleteOptions.ifMatch(etag));
    assertThat(Blocks.find(memory, KEY)).isEmpty();
    Etag second = Blocks.write(memory, KEY, new byte[1]).etag();
    script.next(Operation.DELETE, Fault.lostAfter());
    assertThatThrownBy(() -> store.delete(KEY, DeleteOptions.ifMatch(second)))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(script.calls(Operation.DELETE)).isEqualTo(3);
  }

  @Test
  void aConditionalCopyIsRepeatedOnlyWhileItsConditionHolds() throws Exception {
    Blocks.write(memory, KEY, new byte[] {1});
    CopyOptions ifAbsent = CopyOptions.DEFAULT.with(Precondition.IF_ABSENT);
    script.next(Operation.COPY, Fault.lostBefore());
    store.copy(KEY, OTHER, ifAbsent);
    assertThat(memory.stat(OTHER).size()).isEqualTo(1);
    Blocks.delete(memory, OTHER);
    script.next(Operation.COPY, Fault.lostAfter());
    assertThatThrownBy(() -> store.copy(KEY, OTHER, ifAbsent))
        .isInstanceOf(OutcomeUnknownException.class);
    script.next(Operation.COPY, Fault.lostAfter(), Fault.lostBefore());
    store.copy(KEY, OTHER, CopyOptions.DEFAULT);
  }

  @Test
  void aRenameIsRepeatedOnlyWhileNothingHasMoved() throws Exception {
    Blocks.write(memory, KEY, new byte[] {1});
    script.next(Operation.RENAME, Fault.lostBefore());
    store.rename(KEY, OTHER, Precondition.NONE);
    script.next(Operation.RENAME, Fault.lostAfter());
    assertThatThrownBy(() -> store.rename(OTHER, KEY, Precondition.NONE))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(script.calls(Operation.RENAME)).isEqualTo(3);
    assertThat(memory.stat(KEY).size()).isEqualTo(1);
  }

  private void foreignWrite(String text) throws BlockStoreException {
    memory.write(KEY, content(text), WriteOptions.DEFAULT);
  }

  private static void assertReceiptOf(BlockStat stat, Receipt receipt) {
    assertThat(receipt.key()).isEqualTo(stat.key());
    assertThat(receipt.etag()).isEqualTo(stat.etag());
    assertThat(receipt.size()).isEqualTo(stat.size());
    assertThat(receipt.checksum()).isEqualTo(stat.checksum());
    assertThat(receipt.checksum()).isNotEqualTo(Optional.empty());
  }

  private String text(BlockKey key) throws Exception {
    ByteBuffer bytes = Blocks.readAll(memory, key);
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
