package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.WriteOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes changes, and remembers what may be found after a power cut: the old or the new, no third.
 */
final class Ledger {

  /** Stands for no block. */
  private static final String ABSENT = "(absent)";

  private static final String DAMAGED = "(damaged)";

  private final BlockStore store;
  private final Map<String, Set<String>> legal = new HashMap<>();

  Ledger(BlockStore store) {
    this.store = store;
  }

  private interface Change {
    void run() throws IOException;
  }

  void write(String key, String text) throws IOException {
    change(Map.of(key, text), () -> LocalFixture.write(store, key, text));
  }

  void append(String key, String text) throws IOException {
    String before = present(key).equals(ABSENT) ? "" : present(key);
    change(
        Map.of(key, before + text),
        () -> store.append(BlockKey.of(key), before.length(), content(text)));
  }

  void delete(String key) throws IOException {
    change(Map.of(key, ABSENT), () -> Blocks.delete(store, BlockKey.of(key)));
  }

  void copy(String source, String target) throws IOException {
    change(
        Map.of(target, present(source)),
        () -> store.copy(BlockKey.of(source), BlockKey.of(target), CopyOptions.DEFAULT));
  }

  void rename(String source, String target) throws IOException {
    change(
        Map.of(target, present(source), source, ABSENT),
        () -> store.rename(BlockKey.of(source), BlockKey.of(target), Precondition.NONE));
  }

  void upload(String key, String one, String two) throws IOException {
    change(
        Map.of(key, one + two),
        () -> {
          try (BlockUpload upload = store.startUpload(BlockKey.of(key), WriteOptions.DEFAULT)) {
            PartReceipt first = upload.uploadPart(1, content(one));
            PartReceipt second = upload.uploadPart(2, content(two));
            upload.complete(List.of(first, second));
          }
        });
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private String present(String key) {
    return legal.getOrDefault(key, Set.of(ABSENT)).iterator().next();
  }

  private void change(Map<String, String> outcome, Change change) throws IOException {
    outcome.forEach((key, text) -> legal.put(key, Set.of(present(key), text)));
    change.run();
    outcome.forEach((key, text) -> legal.put(key, Set.of(text)));
  }

  private static String text(BlockStore found, BlockKey key) throws IOException {
    try {
      return Blocks.find(found, key).isPresent() ? LocalFixture.read(found, key.value()) : ABSENT;
    } catch (CorruptBlockException e) {
      return DAMAGED;
    }
  }

  /** Checks what another store finds. */
  void check(BlockStore found) throws IOException {
    for (Map.Entry<String, Set<String>> entry : legal.entrySet()) {
      BlockKey key = BlockKey.of(entry.getKey());
      String text = text(found, key);
      assertThat(text).describedAs("block %s", key).isIn(entry.getValue());
    }
    assertThat(legal.keySet())
        .containsAll(LocalFixture.list(found, ListOptions.under(KeyPrefix.of(""))));
  }
}
