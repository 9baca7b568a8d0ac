package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Checks that bytes arrive where uploads, copies and renames put them. */
final class MovementChecks {

  private static final String TAIL = "the last part";

  /** The most bytes that a check sends as one part. */
  private static final int LARGEST_PART_BYTES = 16 << 20;

  private MovementChecks() {}

  static String upload(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    BlockKey key = bench.key("upload");
    byte[] head = head(bench);
    try (BlockUpload upload = bench.call(() -> store.startUpload(key, WriteOptions.DEFAULT))) {
      PartReceipt second = bench.call(() -> upload.uploadPart(2, ProbeBench.content(TAIL)));
      PartReceipt first = bench.call(() -> upload.uploadPart(1, Content.of(head)));
      requireMissing(bench, key, "a block is visible before its upload is complete");
      bench.once(() -> upload.complete(List.of(first, second)));
    }
    requireParts(bench, key, head);
    requireUndisturbed(bench, key, head);
    abandon(bench);
    return "2 parts of " + head.length + " and " + TAIL.length() + " bytes, the second one first";
  }

  static String copyPart(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    BlockKey source = bench.key("part-source");
    BlockKey key = bench.key("part-copy");
    byte[] head = head(bench);
    byte[] padded = new byte[head.length + 2];
    System.arraycopy(head, 0, padded, 1, head.length);
    bench.call(() -> store.write(source, Content.of(padded), WriteOptions.DEFAULT));
    ByteRange range = ByteRange.of(1, head.length);
    try (BlockUpload upload = bench.call(() -> store.startUpload(key, WriteOptions.DEFAULT))) {
      PartReceipt first = bench.call(() -> upload.copyPart(1, source, range));
      PartReceipt second = bench.call(() -> upload.uploadPart(2, ProbeBench.content(TAIL)));
      bench.once(() -> upload.complete(List.of(first, second)));
    }
    requireParts(bench, key, head);
    return "a part copied from " + range + " of another block";
  }

  static String copy(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    BlockKey source = bench.key("move-source");
    BlockKey target = bench.key("move-copy");
    bench.write(source, "moved", WriteOptions.DEFAULT);
    bench.call(() -> store.copy(source, target, CopyOptions.DEFAULT));
    ProbeRefutation.unless(bench.read(target).equals("moved"), "a copy has other bytes");
    ProbeRefutation.unless(bench.read(source).equals("moved"), "the source of a copy changed");
    return "a copy with the bytes of its source";
  }

  static String rename(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    BlockKey source = bench.key("rename-source");
    BlockKey target = bench.key("rename-target");
    bench.write(source, "renamed", WriteOptions.DEFAULT);
    bench.once(() -> store.rename(source, target, Precondition.NONE));
    ProbeRefutation.unless(bench.read(target).equals("renamed"), "a renamed block has other bytes");
    requireMissing(bench, source, "a renamed block is still there under its old key");
    bench.write(source, "second", WriteOptions.DEFAULT);
    bench.requireRefusal(
        "an if-absent rename over a block",
        () -> store.rename(source, target, Precondition.IF_ABSENT));
    return "a rename to a free key, and none to a taken one";
  }

  private static void requireUndisturbed(ProbeBench bench, BlockKey key, byte[] head)
      throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    try (BlockUpload upload = bench.call(() -> store.startUpload(key, WriteOptions.DEFAULT))) {
      bench.call(() -> upload.uploadPart(1, ProbeBench.content(TAIL)));
      ProbeRefutation.unless(
          bench.call(() -> Blocks.find(store, key)).isPresent(),
          "a block is gone while another upload over it is under way");
    }
    requireParts(bench, key, head);
  }

  private static void abandon(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    BlockKey key = bench.key("upload-abandoned");
    BlockUpload upload = bench.call(() -> store.startUpload(key, WriteOptions.DEFAULT));
    try (upload) {
      bench.call(() -> upload.uploadPart(1, ProbeBench.content(TAIL)));
    }
    requireMissing(bench, key, "an aborted upload left a block");
  }

  private static byte[] head(ProbeBench bench) {
    long least = bench.claimed().limits().minPartBytes();
    byte[] bytes = new byte[Math.clamp(least, 1, LARGEST_PART_BYTES)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((i * 31) >>> 3);
    }
    return bytes;
  }

  private static void requireParts(ProbeBench bench, BlockKey key, byte[] head)
      throws BlockStoreException, ProbeRefutation {
    byte[] tail = TAIL.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer expected = ByteBuffer.allocate(head.length + tail.length);
    expected.put(head).put(tail).flip();
    ByteBuffer found = bench.call(() -> Blocks.readAll(bench.store(), key));
    ProbeRefutation.unless(found.equals(expected), "a block of 2 parts has other bytes");
  }

  private static void requireMissing(ProbeBench bench, BlockKey key, String otherwise)
      throws BlockStoreException, ProbeRefutation {
    boolean missing = bench.call(() -> Blocks.find(bench.store(), key)).isEmpty();
    ProbeRefutation.unless(missing, otherwise);
  }
}
