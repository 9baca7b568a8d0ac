package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Uploads whose parts, completion and abort fail in passing. */
class RetryingUploadTest {

  private static final BlockKey KEY = BlockKey.of("key");
  private static final byte[] PART = {1, 2, 3};

  private final Effects effects = TestEffects.seeded(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final FaultScript script = new FaultScript(memory);
  private final BlockStore store = new RetryingBlockStore(script, RetryPolicy.DEFAULT, effects);

  @Test
  void everyStepIsRepeatedAlone() throws Exception {
    Blocks.write(memory, BlockKey.of("source"), PART);
    script.next(Operation.START_UPLOAD, Fault.unavailable(), Fault.lostBefore());
    script.next(Operation.UPLOAD_PART, Fault.lostAfter(), Fault.unavailable());
    script.next(Operation.COPY_PART, Fault.lostAfter());
    script.next(Operation.COMPLETE_UPLOAD, Fault.unavailable());
    try (BlockUpload upload = store.startUpload(KEY, WriteOptions.DEFAULT)) {
      PartReceipt first = upload.uploadPart(1, Content.of(PART));
      PartReceipt second = upload.copyPart(2, BlockKey.of("source"), ByteRange.of(0, 3));
      upload.complete(List.of(first, second));
    }
    assertThat(Blocks.readAll(memory, KEY))
        .isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3, 1, 2, 3}));
    assertThat(memory.openUploads()).isEmpty();
  }

  @Test
  void aCompletionThatArrivedIsRecognised() throws Exception {
    script.next(Operation.COMPLETE_UPLOAD, Fault.lostAfter());
    Receipt receipt = uploaded(WriteOptions.DEFAULT);
    assertThat(receipt.etag()).isEqualTo(memory.stat(KEY).etag());
    assertThat(script.calls(Operation.COMPLETE_UPLOAD)).isEqualTo(1);
    assertThat(script.calls(Operation.ABORT_UPLOAD)).isZero();
  }

  @Test
  void aCompletionThatDidNotArriveIsRepeated() throws Exception {
    script.next(Operation.COMPLETE_UPLOAD, Fault.lostBefore(), Fault.lostBefore());
    uploaded(WriteOptions.ifAbsent());
    assertThat(memory.stat(KEY).size()).isEqualTo(3);
  }

  @Test
  void aCompletionThatArrivedLateIsRecognisedByWhateverItsRetryMeets() throws Exception {
    try (BlockUpload upload = store.startUpload(KEY, WriteOptions.ifAbsent())) {
      PartReceipt part = upload.uploadPart(1, Content.of(PART));
      script.next(Operation.COMPLETE_UPLOAD, Fault.lostAfter());
      // The look does not see it yet.
      script.next(Operation.STAT, Fault.of(false, BlockNotFoundException::new));
      Receipt receipt = upload.complete(List.of(part));
      assertThat(receipt.etag()).isEqualTo(memory.stat(KEY).etag());
    }
    assertThat(script.calls(Operation.COMPLETE_UPLOAD)).isEqualTo(2);
  }

  @Test
  void aForeignBlockIsNotTakenForTheUpload() throws Exception {
    try (BlockUpload upload = store.startUpload(KEY, WriteOptions.ifAbsent())) {
      PartReceipt part = upload.uploadPart(1, Content.of(PART));
      Blocks.write(memory, KEY, new byte[9]);
      assertThatThrownBy(() -> upload.complete(List.of(part)))
          .isInstanceOf(PreconditionFailedException.class);
    }
    assertThat(memory.stat(KEY).size()).isEqualTo(9);
    assertThat(memory.openUploads()).isEmpty();
  }

  @Test
  void withoutMetadataAnUploadThatIsGoneAfterALostReplyStaysUnknown() throws Exception {
    InMemoryBlockStore plain =
        new InMemoryBlockStore(
            "plain",
            InMemoryBlockStore.ALL_CAPABILITIES.without(Set.of(Capability.METADATA)),
            effects);
    FaultScript faulty = new FaultScript(plain);
    BlockStore retrying = new RetryingBlockStore(faulty, RetryPolicy.DEFAULT, effects);
    faulty.next(Operation.COMPLETE_UPLOAD, Fault.lostAfter());
    try (BlockUpload upload = retrying.startUpload(KEY, WriteOptions.DEFAULT)) {
      PartReceipt part = upload.uploadPart(1, Content.of(PART));
      assertThatThrownBy(() -> upload.complete(List.of(part)))
          .isInstanceOf(OutcomeUnknownException.class);
    }
  }

  @Test
  void closingAnUploadAbortsItThroughPassingFailures() throws Exception {
    script.next(Operation.ABORT_UPLOAD, Fault.unavailable(), Fault.lostBefore());
    try (BlockUpload upload = store.startUpload(KEY, WriteOptions.DEFAULT)) {
      PartReceipt ignored = upload.uploadPart(1, Content.of(PART));
    }
    assertThat(memory.openUploads()).isEmpty();
    assertThat(script.calls(Operation.ABORT_UPLOAD)).isEqualTo(3);
  }

  private Receipt uploaded(WriteOptions options) throws Exception {
    try (BlockUpload upload = store.startUpload(KEY, options)) {
      return upload.complete(List.of(upload.uploadPart(1, Content.of(PART))));
    }
  }
}
