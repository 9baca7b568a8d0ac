package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.s3.server.Fault;
import io.blocktier.blockstore.s3.server.Fault.When;
import io.blocktier.blockstore.s3.server.S3Operation;
import io.blocktier.blockstore.s3.server.S3TestServer;
import io.blocktier.blockstore.s3.server.Traits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replies are lost or lie: never a lost write, never a doubled one. */
class LostReplyTest extends ServerFixture {

  private static final Fault RESET = new Fault.Reset(When.AFTER_EFFECT);

  @Test
  void conditionalWriteWhoseReplyIsLostIsKnownByItsPutId() throws Exception {
    BlockStore store = open();
    for (Fault lost :
        new Fault[] {
          RESET,
          new Fault.Refuse(500, "InternalError", "", When.AFTER_EFFECT),
          new Fault.Refuse(503, "SlowDown", "", When.AFTER_EFFECT)
        }) {
      server.empty();
      server.faults().once(S3Operation.PUT_OBJECT, lost);
      Receipt receipt = store.write(KEY, Content.of(bytes(100)), WriteOptions.ifAbsent());
      assertThat(store.stat(KEY).etag()).isEqualTo(receipt.etag());
    }
    assertThat(server.traffic().requests(S3Operation.PUT_OBJECT)).isEqualTo(3);
  }

  @Test
  void replacementWhoseReplyIsLostIsNotMadeTwice() throws Exception {
    BlockStore store = open();
    Etag first = Blocks.write(store, KEY, bytes(10)).etag();
    server.faults().once(S3Operation.PUT_OBJECT, RESET);
    Receipt receipt = store.write(KEY, Content.of(bytes(20)), WriteOptions.ifMatch(first));
    assertThat(store.stat(KEY).etag()).isEqualTo(receipt.etag());
    assertHolds(store, KEY, bytes(20));
    assertThat(server.traffic().requests(S3Operation.PUT_OBJECT)).isEqualTo(2);
  }

  @Test
  void refusalThatComesBeforeTheBytesAreSentIsHeard() throws Exception {
    try (S3TestServer hasty = S3TestServer.start(Traits.of(Traits.Flaw.EARLY_REFUSALS));
        BlockStore store =
            TestStores.open(
                effects, TestStores.texts(hasty, "probe", "never", "max_retries", "0"))) {
      Etag stale = Blocks.write(store, KEY, bytes(10)).etag();
      Blocks.write(store, KEY, bytes(20));
      Content large = Content.of(bytes(15 << 20));
      for (WriteOptions failing :
          new WriteOptions[] {WriteOptions.ifAbsent(), WriteOptions.ifMatch(stale)}) {
        assertThatThrownBy(() -> store.write(KEY, large, failing))
            .isInstanceOf(PreconditionFailedException.class);
      }
      assertThat(hasty.traffic().bodyBytes()).isLessThan(1000);
      store.write(BlockKey.of("other"), large, WriteOptions.ifAbsent());
    }
  }

  @Test
  void conditionalWriteThatNeverArrivedIsMadeAgain() throws Exception {
    BlockStore store = open();
    Etag first = Blocks.write(store, KEY, bytes(10)).etag();
    server.faults().once(S3Operation.PUT_OBJECT, new Fault.Reset(When.BEFORE_EFFECT));
    store.write(KEY, Content.of(bytes(20)), WriteOptions.ifMatch(first));
    assertHolds(store, KEY, bytes(20));
  }

  @Test
  void anothersBlockIsNotTakenForOnesOwn() throws Exception {
    BlockStore store = open();
    Blocks.write(store, KEY, bytes(10));
    server.faults().once(S3Operation.PUT_OBJECT, new Fault.Reset(When.BEFORE_EFFECT));
    assertThatThrownBy(() -> store.write(KEY, Content.of(bytes(20)), WriteOptions.ifAbsent()))
        .isInstanceOfAny(PreconditionFailedException.class, OutcomeUnknownException.class);
    assertHolds(store, KEY, bytes(10));
  }

  @Test
  void completionWhoseReplyIsLostIsKnownByItsPutId() throws Exception {
    BlockStore store = open();
    server.faults().once(S3Operation.COMPLETE_UPLOAD, RESET);
    byte[] bytes = bytes(20 << 20);
    Receipt receipt = Blocks.write(store, KEY, bytes);
    assertThat(store.stat(KEY).etag()).isEqualTo(receipt.etag());
    assertHolds(store, KEY, bytes);
    assertThat(server.uploads()).isZero();
  }

  @Test
  void failedConditionUnderAStatusOf200IsAFailedCondition() throws Exception {
    BlockStore store = open();
    Fault failed = new Fault.ErrorUnder200("PreconditionFailed", When.BEFORE_EFFECT);
    server.faults().once(S3Operation.COMPLETE_UPLOAD, failed);
    assertThatThrownBy(() -> upload(store, WriteOptions.ifAbsent()))
        .isInstanceOf(PreconditionFailedException.class);
    Blocks.write(store, KEY, bytes(10));
    server.faults().once(S3Operation.COPY_OBJECT, failed);
    CopyOptions ifAbsent = CopyOptions.DEFAULT.with(Precondition.IF_ABSENT);
    assertThatThrownBy(() -> store.copy(KEY, BlockKey.of("copy"), ifAbsent))
        .isInstanceOf(PreconditionFailedException.class);
  }

  @Test
  void errorUnderAStatusOf200IsTriedAgain() throws Exception {
    BlockStore store = open();
    for (String code : new String[] {"InternalError", "SlowDown"}) {
      Fault fault = new Fault.ErrorUnder200(code, When.BEFORE_EFFECT);
      server.faults().once(S3Operation.COMPLETE_UPLOAD, fault);
      upload(store, WriteOptions.DEFAULT);
      server.faults().once(S3Operation.COPY_OBJECT, fault);
      store.copy(KEY, BlockKey.of("copy"), CopyOptions.DEFAULT);
      assertHolds(store, BlockKey.of("copy"), bytes(100));
    }
  }

  @Test
  void copiedPartUnderAStatusOf200IsNotTakenForOne() throws Exception {
    BlockStore store = open("multipart_threshold", "5MiB", "copy_threshold", "5MiB");
    byte[] bytes = bytes(11 << 20);
    Blocks.write(store, KEY, bytes);
    Fault fault = new Fault.ErrorUnder200("InternalError", When.BEFORE_EFFECT);
    server.faults().once(S3Operation.UPLOAD_PART_COPY, fault);
    store.copy(KEY, BlockKey.of("copy"), CopyOptions.DEFAULT);
    assertHolds(store, BlockKey.of("copy"), bytes);
    server.faults().always(S3Operation.UPLOAD_PART_COPY, fault);
    assertThatThrownBy(() -> store.copy(KEY, BlockKey.of("copy"), CopyOptions.DEFAULT))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(server.uploads()).as("uploads left behind").isZero();
  }

  @Test
  void uploadOfABlockThatFailsIsAborted() throws Exception {
    BlockStore store = open("multipart_threshold", "5MiB", "part_size", "5MiB");
    server.faults().once(S3Operation.UPLOAD_PART, Fault.refuse(403, "AccessDenied"));
    assertThatThrownBy(() -> Blocks.write(store, KEY, bytes(20 << 20)))
        .isInstanceOf(AccessRefusedException.class);
    assertThat(server.traffic().requests(S3Operation.CREATE_UPLOAD)).isEqualTo(1);
    assertThat(server.uploads()).as("uploads left behind").isZero();
    assertThat(Blocks.find(store, KEY)).isEmpty();
  }

  @Test
  void stormOf503IsSurvivedByWaitingAsLongAsTheServerAsks() throws Exception {
    BlockStore store = open();
    server.faults().times(3, S3Operation.PUT_OBJECT, Fault.slowDown("2"));
    Blocks.write(store, KEY, bytes(10));
    server.faults().times(3, S3Operation.GET_OBJECT, Fault.slowDown("7"));
    assertHolds(store, KEY, bytes(10));
    assertThat(pauses).filteredOn(Duration.ofSeconds(2)::equals).hasSize(3);
    assertThat(pauses).filteredOn(Duration.ofSeconds(7)::equals).hasSize(3);
  }

  @Test
  void stormOf503WithoutEndIsATypedErrorThatSaysSo() throws Exception {
    BlockStore store = open();
    server.faults().always(Fault.slowDown("1"));
    assertThatThrownBy(() -> store.stat(KEY))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class,
            e -> {
              assertThat(e.throttled()).isTrue();
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
            });
    assertThatThrownBy(() -> Blocks.write(store, KEY, bytes(10)))
        .isInstanceOfSatisfying(
            OutcomeUnknownException.class,
            e -> {
              assertThat(e.throttled()).isTrue();
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
            });
    server.faults().clear();
    assertThat(Blocks.find(store, KEY)).isEmpty();
  }

  @Test
  void conflictIsTriedAgain() throws Exception {
    BlockStore store = open();
    Fault conflict = Fault.refuse(409, "ConditionalRequestConflict");
    server.faults().times(2, S3Operation.PUT_OBJECT, conflict);
    store.write(KEY, Content.of(bytes(10)), WriteOptions.ifAbsent());
    assertHolds(store, KEY, bytes(10));
  }

  @Test
  void bytesThatChangedOnTheirWayAreRefusedByTheServer() throws Exception {
    BlockStore store = open();
    server.faults().always(S3Operation.PUT_OBJECT, Fault.refuse(400, "BadDigest"));
    assertThatThrownBy(() -> Blocks.write(store, KEY, bytes(10)))
        .isInstanceOf(CorruptBlockException.class);
  }

  private static void upload(BlockStore store, WriteOptions options) throws Exception {
    try (BlockUpload upload = store.startUpload(KEY, options)) {
      PartReceipt part = upload.uploadPart(1, Content.of(bytes(100)));
      upload.complete(List.of(part));
    }
  }
}
