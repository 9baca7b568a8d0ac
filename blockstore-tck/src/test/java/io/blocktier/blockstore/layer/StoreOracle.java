package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Makes random calls of a store and compares what they report with what became of the blocks, seen
 * past the faults. The one writer.
 */
final class StoreOracle {

  private static final List<BlockKey> KEYS =
      List.of(BlockKey.of("a"), BlockKey.of("b"), BlockKey.of("c/d"));

  /** A change of some blocks: their contents afterwards, empty for none. */
  private record Change(
      String what, Map<BlockKey, Optional<String>> after, boolean possible, Call call) {}

  @FunctionalInterface
  private interface Call {
    Optional<Receipt> run() throws BlockStoreException;
  }

  private final BlockStore store;
  private final BlockStore truth;
  private final Random random;
  private final long seed;
  private int step;
  private int unknown;

  StoreOracle(BlockStore store, BlockStore truth, long seed) {
    this.store = store;
    this.truth = truth;
    this.random = new Random(seed);
    this.seed = seed;
  }

  int unknown() {
    return unknown;
  }

  void step() throws BlockStoreException {
    step++;
    Change change = draw(KEYS.get(random.nextInt(KEYS.size())));
    Map<BlockKey, Optional<String>> before = contents();
    Map<BlockKey, Optional<String>> after = new HashMap<>(before);
    after.putAll(change.after());
    String where = "seed " + seed + ", step " + step + ", " + change.what();
    try {
      Optional<Receipt> receipt = change.call().run();
      assertThat(change.possible()).as(where + " succeeded").isTrue();
      assertThat(contents()).as(where).isEqualTo(after);
      receipt.ifPresent(it -> assertIsPresent(where, it));
    } catch (PreconditionFailedException | BlockNotFoundException e) {
      assertThat(change.possible()).as(where + " " + e).isFalse();
      assertThat(contents()).as(where).isEqualTo(before);
    } catch (StoreUnavailableException e) {
      assertThat(contents()).as(where + " " + e).isEqualTo(before);
    } catch (OutcomeUnknownException e) {
      unknown++;
      assertThat(contents()).as(where + " " + e).isIn(before, after);
    }
  }

  private Change draw(BlockKey key) throws BlockStoreException {
    Optional<BlockStat> there = Blocks.find(truth, key);
    String text = "text " + step;
    return switch (random.nextInt(9)) {
      case 0 -> write(key, text, Precondition.NONE, true);
      case 1 -> write(key, text, Precondition.IF_ABSENT, there.isEmpty());
      case 2 -> write(key, text, match(there, false), there.isPresent());
      case 3 -> write(key, text, match(there, true), false);
      case 4 -> append(key, there);
      case 5 -> delete(key, there);
      case 6 -> move(key, there, false);
      case 7 -> move(key, there, true);
      default -> upload(key, text, random.nextBoolean(), there);
    };
  }

  private Change write(BlockKey key, String text, Precondition condition, boolean possible) {
    WriteOptions options = WriteOptions.DEFAULT.with(condition);
    return new Change(
        "write " + key + " " + condition,
        Map.of(key, Optional.of(text)),
        possible,
        () -> Optional.of(store.write(key, content(text), options)));
  }

  private Change append(BlockKey key, Optional<BlockStat> there) throws BlockStoreException {
    long size = there.map(BlockStat::size).orElse(0L);
    String before = there.isPresent() ? text(key).orElseThrow() : "";
    String tail = "+" + step;
    return new Change(
        "append " + key,
        Map.of(key, Optional.of(before + tail)),
        true,
        () -> Optional.of(store.append(key, size, content(tail))));
  }

  private Change delete(BlockKey key, Optional<BlockStat> there) {
    boolean conditional = random.nextBoolean();
    DeleteOptions options =
        conditional
            ? DeleteOptions.ifMatch(there.map(BlockStat::etag).orElse(Etag.of("none")))
            : DeleteOptions.DEFAULT;
    return new Change(
        "delete " + key + " " + options,
        Map.of(key, Optional.empty()),
        !conditional || there.isPresent(),
        () -> {
          store.delete(key, options);
          return Optional.empty();
        });
  }

  private Change move(BlockKey source, Optional<BlockStat> there, boolean rename)
      throws BlockStoreException {
    BlockKey target = KEYS.get((KEYS.indexOf(source) + 1) % KEYS.size());
    boolean ifAbsent = random.nextBoolean();
    Precondition condition = ifAbsent ? Precondition.IF_ABSENT : Precondition.NONE;
    boolean free = Blocks.find(truth, target).isEmpty();
    Map<BlockKey, Optional<String>> after = new HashMap<>();
    after.put(target, text(source));
    if (rename) {
      after.put(source, Optional.empty());
    }
    return new Change(
        (rename ? "rename " : "copy ") + source + " to " + target + " " + condition,
        after,
        there.isPresent() && (free || !ifAbsent),
        () ->
            Optional.of(
                rename
                    ? store.rename(source, target, condition)
                    : store.copy(source, target, CopyOptions.DEFAULT.with(condition))));
  }

  private Change upload(BlockKey key, String text, boolean ifAbsent, Optional<BlockStat> there) {
    WriteOptions options = ifAbsent ? WriteOptions.ifAbsent() : WriteOptions.DEFAULT;
    return new Change(
        "upload " + key + (ifAbsent ? " if absent" : ""),
        Map.of(key, Optional.of(text + text)),
        !ifAbsent || there.isEmpty(),
        () -> {
          try (BlockUpload upload = store.startUpload(key, options)) {
            PartReceipt second = upload.uploadPart(2, content(text));
            PartReceipt first = upload.uploadPart(1, content(text));
            return Optional.of(upload.complete(List.of(first, second)));
          }
        });
  }

  private void assertIsPresent(String where, Receipt receipt) {
    try {
      BlockStat stat = truth.stat(receipt.key());
      assertThat(receipt.etag()).as(where).isEqualTo(stat.etag());
      assertThat(receipt.size()).as(where).isEqualTo(stat.size());
    } catch (BlockStoreException e) {
      throw new AssertionError(where, e);
    }
  }

  private static Precondition match(Optional<BlockStat> there, boolean stale) {
    Etag none = Etag.of("stale");
    return Precondition.ifMatch(stale ? none : there.map(BlockStat::etag).orElse(none));
  }

  private Map<BlockKey, Optional<String>> contents() throws BlockStoreException {
    Map<BlockKey, Optional<String>> contents = new HashMap<>();
    for (BlockKey key : KEYS) {
      contents.put(key, text(key));
    }
    return contents;
  }

  private Optional<String> text(BlockKey key) throws BlockStoreException {
    return Blocks.find(truth, key).isPresent()
        ? Optional.of(StandardCharsets.UTF_8.decode(Blocks.readAll(truth, key)).toString())
        : Optional.empty();
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
