package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.LegalKeys.contentFor;
import static io.blocktier.blockstore.tck.Subject.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys that begin with other keys: a block {@code a} lives beside a block {@code a/b}. */
interface PrefixKeyContract extends Fixture {

  @Test
  default void blocksBesideTheirOwnFoldersLiveAndDieAlone() throws Exception {
    subject().write("a!", contentFor("a!"));
    subject().write("a0", contentFor("a0"));
    List<List<String>> orders = permutations(List.of("a", "a/b", "a/b/c"));
    for (List<String> writing : orders) {
      for (List<String> deleting : orders) {
        for (String key : writing) {
          subject().write(key, contentFor(key));
        }
        deleteOneByOne(deleting);
      }
    }
  }

  private void deleteOneByOne(List<String> keys) throws BlockStoreException {
    for (int i = 0; i < keys.size(); i++) {
      subject().delete(keys.get(i));
      List<String> left = new ArrayList<>(keys.subList(i + 1, keys.size()));
      left.addAll(List.of("a!", "a0"));
      assertThat(subject().keys())
          .as("after deletion of %s", keys.get(i))
          .containsExactlyInAnyOrderElementsOf(left);
      for (String key : left) {
        assertThat(subject().read(key)).isEqualTo(contentFor(key));
      }
    }
  }

  @Test
  default void siblingsAroundTheSlashComeAndGoInAnyOrder() throws Exception {
    List<String> keys = List.of("a", "a!", "a/b", "a/b/c", "a0");
    for (int turn = 0; turn < keys.size(); turn++) {
      for (String key : rotated(keys, turn)) {
        subject().write(key, contentFor(key));
      }
      for (String key : keys) {
        subject().assertHolds(key, contentFor(key));
      }
      for (String key : rotated(keys, 2 * turn + 1)) {
        subject().delete(key);
        subject().assertAbsent(key);
      }
      subject().assertEmpty();
    }
  }

  @Test
  default void batchDeletesBlocksBesideTheirOwnFolders() throws Exception {
    for (String key : List.of("a", "a/b", "a/b/c", "a/b/d", "a!")) {
      subject().write(key, contentFor(key));
    }
    DeleteReport report = store().deleteAll(List.of(key("a"), key("a/b"), key("a/b/d")));
    assertThat(report.failures()).isEmpty();
    assertThat(subject().keys()).containsExactlyInAnyOrder("a/b/c", "a!");
    subject().assertHolds("a/b/c", contentFor("a/b/c"));
  }

  @Test
  default void longElementsAreBlocksAndFoldersAtOnce() throws Exception {
    String element = "l".repeat(300);
    List<String> keys = List.of(element, element + "/" + element, element + "/" + element + "/x");
    for (String key : keys) {
      subject().write(key, contentFor(key));
    }
    for (String key : keys) {
      subject().assertHolds(key, contentFor(key));
      subject().delete(key);
      subject().assertAbsent(key);
    }
    subject().assertEmpty();
  }

  @Test
  default void folderWithoutBlocksIsGone() throws Exception {
    subject().write("dir/sub/leaf", contentFor("leaf"));
    subject().delete("dir/sub/leaf");
    subject().write("dir", contentFor("dir"));
    subject().assertHolds("dir", contentFor("dir"));
    subject().write("dir/sub", contentFor("sub"));
    subject().assertHolds("dir/sub", contentFor("sub"));
    assertThat(store().deleteAll(List.of(BlockKey.of("dir/sub/leaf"))).deleted()).isEqualTo(1);
    assertThat(subject().keys()).containsExactlyInAnyOrder("dir", "dir/sub");
  }

  private static List<List<String>> permutations(List<String> keys) {
    if (keys.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> all = new ArrayList<>();
    for (String first : keys) {
      List<String> rest = keys.stream().filter(key -> !key.equals(first)).toList();
      for (List<String> tail : permutations(rest)) {
        List<String> order = new ArrayList<>(List.of(first));
        order.addAll(tail);
        all.add(order);
      }
    }
    return all;
  }

  private static List<String> rotated(List<String> keys, int by) {
    List<String> rotated = new ArrayList<>(keys);
    Collections.rotate(rotated, by);
    return rotated;
  }
}
