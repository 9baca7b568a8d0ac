package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Errors: typed, on one line, with store, operation, key, cause and remedy. */
interface ErrorContract extends Fixture {

  /** A key that no other word of a message contains. */
  String KEY = "folder/block-4711";

  @Test
  default void missingBlockIsNamed() {
    ByteBuffer target = ByteBuffer.allocate(10);
    tells(Operation.STAT, () -> store().stat(key(KEY)));
    tells(Operation.READ, () -> store().read(key(KEY), ByteRange.ALL, target));
    tells(Operation.COPY, () -> store().copy(key(KEY), key("target"), CopyOptions.DEFAULT));
    if (subject().offers(Capability.RENAME)) {
      tells(Operation.RENAME, () -> store().rename(key(KEY), key("target"), Precondition.NONE));
    }
  }

  @Test
  default void impossibleReadIsExplained() throws Exception {
    subject().write(KEY, bytes(1, 100));
    ByteBuffer target = ByteBuffer.allocate(10);
    tells(Operation.READ, () -> store().read(key(KEY), ByteRange.from(100), target));
    tells(Operation.READ, () -> store().read(key(KEY), ByteRange.ALL, target));
  }

  @Test
  default void conditionThatDoesNotHoldIsExplained() throws Exception {
    subject().write(KEY, bytes(1, 100));
    if (subject().offers(Capability.CONDITIONAL_CREATE)) {
      tells(Operation.WRITE, () -> subject().write(KEY, bytes(2, 10), WriteOptions.ifAbsent()));
    }
    if (subject().offers(Capability.CONDITIONAL_REPLACE)) {
      WriteOptions options = WriteOptions.ifMatch(ConditionalContract.NOBODYS);
      tells(Operation.WRITE, () -> subject().write(KEY, bytes(2, 10), options));
    }
    if (subject().offers(Capability.CONDITIONAL_DELETE)) {
      DeleteOptions options = DeleteOptions.ifMatch(ConditionalContract.NOBODYS);
      tells(Operation.DELETE, () -> store().delete(key(KEY), options));
    }
    if (subject().offers(Capability.APPEND)) {
      tells(Operation.APPEND, () -> store().append(key(KEY), 99, Content.of(bytes(1, 1))));
    }
  }

  @Test
  default void wrongContentIsExplained() {
    Content truncated = TestSource.of(bytes(1, 9)).announcing(10).content();
    tells(Operation.WRITE, () -> store().write(key(KEY), truncated, WriteOptions.DEFAULT));
    if (subject().offers(Capability.CHECKSUM)) {
      Content corrupt = Content.of(bytes(1, 10)).withChecksum(new Crc32c(1));
      tells(Operation.WRITE, () -> store().write(key(KEY), corrupt, WriteOptions.DEFAULT));
    }
  }

  @Test
  default void missingCapabilityIsNamed() {
    if (!subject().offers(Capability.APPEND)) {
      tells(Operation.APPEND, () -> store().append(key(KEY), 0, Content.of(bytes(1, 1))));
    }
    if (!subject().offers(Capability.RENAME)) {
      tells(Operation.RENAME, () -> store().rename(key("source"), key(KEY), Precondition.NONE));
    }
    if (!subject().offers(Capability.UPLOAD)) {
      tells(Operation.START_UPLOAD, () -> store().startUpload(key(KEY), WriteOptions.DEFAULT));
    }
    if (!subject().offers(Capability.CONDITIONAL_CREATE)) {
      tells(Operation.WRITE, () -> subject().write(KEY, bytes(1, 10), WriteOptions.ifAbsent()));
    }
  }

  private void tells(Operation operation, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(BlockStoreException.class);
    BlockStoreException failure = (BlockStoreException) thrown;
    assertThat(failure.retryable()).as("retryable").isFalse();
    assertThat(failure.failure().operation()).isEqualTo(operation);
    assertThat(failure.failure().store()).isNotBlank();
    assertThat(failure.failure().detail()).isNotBlank();
    assertThat(failure.failure().remedy()).as("remedy of %s", failure.getMessage()).isNotBlank();
    assertThat(failure.getMessage())
        .contains(KEY)
        .contains(operation.label())
        .contains(failure.failure().detail())
        .doesNotContain("\n");
  }
}
