package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.StorageClass;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Checks that what is kept beside a block comes back. */
final class KeepingChecks {

  private static final String TEXT = "kept";

  private KeepingChecks() {}

  static String metadata(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    BlockKey key = bench.key("metadata");
    BlockKey copied = bench.key("metadata-copied");
    Metadata metadata =
        Metadata.of(Map.of("probe", "value 1", "probe-2_b.c", "a,b=\"1\"", "empty", ""));
    PutId putId = PutId.random(bench.effects().random());
    bench.write(key, TEXT, WriteOptions.DEFAULT.with(metadata).with(putId));
    requireMetadata("stat", bench.call(() -> store.stat(key)), metadata);
    requirePutId("stat", bench.call(() -> store.stat(key)), putId);
    requireMetadata("read", readStat(bench, key), metadata);
    requirePutId("read", readStat(bench, key), putId);
    bench.call(() -> store.copy(key, copied, CopyOptions.DEFAULT));
    requireMetadata("stat of a copy", bench.call(() -> store.stat(copied)), metadata);
    Metadata replaced = Metadata.of(Map.of("probe", "other"));
    bench.call(() -> store.copy(key, copied, CopyOptions.DEFAULT.with(replaced)));
    requireMetadata("stat of a copy", bench.call(() -> store.stat(copied)), replaced);
    return "metadata and put-id came back by stat and read, metadata also by copy";
  }

  static String storageClass(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockKey key = bench.key("storage-class");
    bench.write(key, TEXT, WriteOptions.DEFAULT.with(StorageClass.STANDARD));
    Optional<StorageClass> found = bench.call(() -> bench.store().stat(key)).storageClass();
    boolean kept = found.isEmpty() || found.get().equals(StorageClass.STANDARD);
    ProbeRefutation.unless(kept, "a block of class STANDARD came back as " + found);
    return "class STANDARD was taken and came back as "
        + found.map(Object::toString).orElse("none");
  }

  static String checksum(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    BlockKey key = bench.key("checksum");
    Content content = ProbeBench.content(TEXT);
    Crc32c right = Crc32c.of(((Content.Buffers) content).duplicates());
    bench.call(() -> store.write(key, content.withChecksum(right), WriteOptions.DEFAULT));
    Optional<Crc32c> stated = bench.call(() -> store.stat(key)).checksum();
    Optional<Crc32c> found = stated.isPresent() ? stated : readStat(bench, key).checksum();
    ProbeRefutation.unless(
        found.equals(Optional.of(right)), "checksum " + right + " came back as " + found);
    requireRefused(bench, content.withChecksum(new Crc32c(~right.value())));
    return "a checksum came back, and bytes that do not match theirs were refused";
  }

  private static void requireRefused(ProbeBench bench, Content corrupt)
      throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    BlockKey key = bench.key("checksum-wrong");
    try {
      bench.call(() -> store.write(key, corrupt, WriteOptions.DEFAULT));
    } catch (CorruptBlockException | InvalidRequestException expected) {
      boolean missing = bench.call(() -> Blocks.find(store, key)).isEmpty();
      ProbeRefutation.unless(missing, "bytes that do not match their checksum are there");
      return;
    }
    throw new ProbeRefutation("bytes that do not match their checksum were accepted");
  }

  private static BlockStat readStat(ProbeBench bench, BlockKey key) throws BlockStoreException {
    return bench
        .call(() -> bench.store().read(key, ByteRange.ALL, ByteBuffer.allocate(TEXT.length())))
        .block();
  }

  private static void requireMetadata(String how, BlockStat stat, Metadata expected)
      throws ProbeRefutation {
    ProbeRefutation.unless(
        stat.metadata().equals(expected),
        how + " gave metadata " + stat.metadata().entries() + " for " + expected.entries());
  }

  private static void requirePutId(String how, BlockStat stat, PutId expected)
      throws ProbeRefutation {
    ProbeRefutation.unless(
        stat.putId().equals(Optional.of(expected)),
        how + " gave put-id " + stat.putId() + " for " + expected);
  }
}
