package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.assertUnsupported;
import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.StorageClass;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept beside a block: metadata, put-id, storage class; or refused. */
interface MetadataContract extends Fixture {

  /** Two entries for tests. */
  Metadata SOME = Metadata.of(Map.of("owner", "ada", "content.type-1_x", "text/plain; q=\"1\""));

  @Test
  default void metadataComesBack() throws Exception {
    subject().assumeOffered(Capability.METADATA);
    StringBuilder printable = new StringBuilder();
    for (char c = '!'; c < 0x7f; c++) {
      printable.append(c).append(' ');
    }
    for (Metadata metadata :
        List.of(
            Metadata.EMPTY,
            SOME,
            Metadata.of(Map.of("all", printable.toString().strip())),
            Metadata.of(Map.of("empty", "")),
            Metadata.of(Map.of("0", "a,b", "-", "%41+ =?utf-8?q?x?=", "z".repeat(128), "long")))) {
      writeWith(metadata);
      assertThat(subject().stat("block").metadata()).isEqualTo(metadata);
      assertThat(readMetadata()).isEqualTo(metadata);
    }
  }

  @Test
  default void metadataOfTheLargestSizeComesBack() throws Exception {
    subject().assumeOffered(Capability.METADATA);
    Metadata one = Metadata.of(Map.of("a", "v".repeat(Metadata.MAX_BYTES - 1)));
    Metadata two = Metadata.of(Map.of("a", "v".repeat(1_023), "b", "w".repeat(1_023)));
    for (Metadata metadata : List.of(one, two)) {
      writeWith(metadata);
      assertThat(subject().stat("block").metadata()).isEqualTo(metadata);
    }
  }

  private void writeWith(Metadata metadata) throws BlockStoreException {
    subject().write("block", bytes(1, 10), WriteOptions.DEFAULT.with(metadata));
  }

  private Metadata readMetadata() throws BlockStoreException {
    return store().read(key("block"), ByteRange.ALL, ByteBuffer.allocate(10)).block().metadata();
  }

  @Test
  default void overwriteForgetsTheOldMetadata() throws Exception {
    subject().assumeOffered(Capability.METADATA);
    writeWith(SOME);
    subject().write("block", bytes(2, 20));
    assertThat(subject().stat("block").metadata()).isEqualTo(Metadata.EMPTY);
    writeWith(SOME);
    subject().delete("block");
    subject().write("block", bytes(3, 30));
    assertThat(subject().stat("block").metadata()).isEqualTo(Metadata.EMPTY);
  }

  @Test
  default void copyTakesMetadataAlongOrItsOwn() throws Exception {
    subject().assumeOffered(Capability.METADATA);
    Metadata other = Metadata.of(Map.of("other", "1"));
    writeWith(SOME);
    store().copy(key("block"), key("same"), CopyOptions.DEFAULT);
    store().copy(key("block"), key("other"), CopyOptions.DEFAULT.with(other));
    store().copy(key("block"), key("none"), CopyOptions.DEFAULT.with(Metadata.EMPTY));
    assertThat(subject().stat("same").metadata()).isEqualTo(SOME);
    assertThat(subject().stat("other").metadata()).isEqualTo(other);
    assertThat(subject().stat("none").metadata()).isEqualTo(Metadata.EMPTY);
    store().copy(key("block"), key("block"), CopyOptions.DEFAULT.with(other));
    assertThat(subject().stat("block").metadata()).isEqualTo(other);
    subject().assertHolds("block", bytes(1, 10));
  }

  @Test
  default void putIdComesBack() throws Exception {
    subject().assumeOffered(Capability.METADATA);
    PutId id = new PutId("0123456789abcdef0123456789abcdef");
    subject().write("block", bytes(1, 10), WriteOptions.DEFAULT.with(SOME).with(id));
    assertThat(subject().stat("block").putId()).contains(id);
    assertThat(subject().stat("block").metadata()).isEqualTo(SOME);
    subject().write("block", bytes(2, 10));
    assertThat(subject().stat("block").putId())
        .as("perhaps a layer's own")
        .isNotEqualTo(Optional.of(id));
  }

  @Test
  default void uploadKeepsMetadataAndPutId() throws Exception {
    subject().assumeOffered(Capability.METADATA, Capability.UPLOAD);
    PutId id = new PutId("f".repeat(32));
    WriteOptions options = WriteOptions.DEFAULT.with(SOME).with(id);
    try (BlockUpload upload = store().startUpload(key("block"), options)) {
      upload.complete(List.of(upload.uploadPart(1, Content.of(bytes(1, 10)))));
    }
    assertThat(subject().stat("block").metadata()).isEqualTo(SOME);
    assertThat(subject().stat("block").putId()).contains(id);
  }

  @Test
  default void metadataIsRefusedWhereItIsNotOffered() throws Exception {
    subject().assumeNotOffered(Capability.METADATA);
    PutId id = new PutId("f".repeat(32));
    assertUnsupported(() -> writeWith(SOME));
    assertUnsupported(() -> subject().write("block", bytes(1, 10), WriteOptions.DEFAULT.with(id)));
    subject().assertAbsent("block");
    subject().write("source", bytes(1, 10));
    CopyOptions options = CopyOptions.DEFAULT.with(SOME);
    assertUnsupported(() -> store().copy(key("source"), key("block"), options));
    subject().assertAbsent("block");
  }

  @Test
  default void storageClassComesBack() throws Exception {
    subject().assumeOffered(Capability.STORAGE_CLASS);
    WriteOptions options = WriteOptions.DEFAULT.with(StorageClass.STANDARD);
    subject().write("block", bytes(1, 10), options);
    assertThat(subject().stat("block").storageClass()).contains(StorageClass.STANDARD);
    store().copy(key("block"), key("copy"), CopyOptions.DEFAULT.with(StorageClass.STANDARD));
    assertThat(subject().stat("copy").storageClass()).contains(StorageClass.STANDARD);
  }

  @Test
  default void storageClassIsRefusedWhereItIsNotOffered() throws Exception {
    subject().assumeNotOffered(Capability.STORAGE_CLASS);
    WriteOptions options = WriteOptions.DEFAULT.with(StorageClass.STANDARD);
    assertUnsupported(() -> subject().write("block", bytes(1, 10), options));
    subject().write("source", bytes(1, 10));
    CopyOptions copy = CopyOptions.DEFAULT.with(StorageClass.STANDARD);
    assertUnsupported(() -> store().copy(key("source"), key("block"), copy));
    subject().assertAbsent("block");
  }
}
