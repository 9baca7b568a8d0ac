package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.assertUnsupported;
import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Renames, where they are offered: one step, and no byte moves. */
interface RenameContract extends Fixture {

  @Test
  default void renamedBlockHasItsNewKeyOnly() throws Exception {
    subject().assumeOffered(Capability.RENAME);
    subject().write("old", bytes(1, 10_000));
    Receipt receipt = store().rename(key("old"), key("dir/new"), Precondition.NONE);
    subject().assertAbsent("old");
    subject().assertHolds("dir/new", bytes(1, 10_000));
    assertThat(receipt.key()).isEqualTo(key("dir/new"));
    assertThat(receipt.size()).isEqualTo(10_000);
    assertThat(receipt.etag()).isEqualTo(subject().stat("dir/new").etag());
    assertThat(subject().keys()).containsExactly("dir/new");
  }

  @Test
  default void renameReplacesWhatIsAtItsTarget() throws Exception {
    subject().assumeOffered(Capability.RENAME);
    subject().write("old", bytes(1, 100));
    subject().write("new", bytes(2, 200));
    store().rename(key("old"), key("new"), Precondition.NONE);
    subject().assertAbsent("old");
    subject().assertHolds("new", bytes(1, 100));
  }

  @Test
  default void renameMindsTheConditionAtItsTarget() throws Exception {
    subject().assumeOffered(Capability.RENAME);
    subject().write("old", bytes(1, 100));
    Etag target = subject().write("new", bytes(2, 200)).etag();
    renameFails("new", Precondition.IF_ABSENT);
    renameFails("new", Precondition.ifMatch(ConditionalContract.NOBODYS));
    renameFails("nowhere", Precondition.ifMatch(target));
    subject().assertHolds("old", bytes(1, 100));
    subject().assertHolds("new", bytes(2, 200));
    store().rename(key("old"), key("new"), Precondition.ifMatch(target));
    subject().assertHolds("new", bytes(1, 100));
    store().rename(key("new"), key("newer"), Precondition.IF_ABSENT);
    subject().assertHolds("newer", bytes(1, 100));
    assertThat(subject().keys()).containsExactly("newer");
  }

  private void renameFails(String target, Precondition condition) {
    assertThatThrownBy(() -> store().rename(key("old"), key(target), condition))
        .isInstanceOf(PreconditionFailedException.class);
  }

  @Test
  default void renameOfNothingIsNotFoundAndChangesNothing() throws Exception {
    subject().assumeOffered(Capability.RENAME);
    subject().write("new", bytes(2, 200));
    assertThatThrownBy(() -> store().rename(key("nothing"), key("new"), Precondition.NONE))
        .isInstanceOf(BlockNotFoundException.class);
    subject().assertHolds("new", bytes(2, 200));
  }

  @Test
  default void renameOntoItselfLosesNothing() throws Exception {
    subject().assumeOffered(Capability.RENAME);
    subject().write("block", bytes(1, 100));
    try {
      store().rename(key("block"), key("block"), Precondition.NONE);
    } catch (InvalidRequestException refused) {
      assertThat(refused).hasMessageContaining("block");
    }
    subject().assertHolds("block", bytes(1, 100));
  }

  @Test
  default void renameBelowAndAboveItselfLosesNothing() throws Exception {
    subject().assumeOffered(Capability.RENAME);
    subject().write("a", bytes(1, 100));
    store().rename(key("a"), key("a/b"), Precondition.NONE);
    assertThat(subject().keys()).containsExactly("a/b");
    store().rename(key("a/b"), key("a"), Precondition.NONE);
    assertThat(subject().keys()).containsExactly("a");
    subject().assertHolds("a", bytes(1, 100));
  }

  @Test
  default void renamedBlockKeepsItsMetadata() throws Exception {
    subject().assumeOffered(Capability.RENAME, Capability.METADATA);
    Metadata metadata = Metadata.of(Map.of("owner", "ada"));
    subject().write("old", bytes(1, 100), WriteOptions.DEFAULT.with(metadata));
    store().rename(key("old"), key("new"), Precondition.NONE);
    assertThat(subject().stat("new").metadata()).isEqualTo(metadata);
  }

  @Test
  default void renameIsRefusedWhereItIsNotOffered() throws Exception {
    subject().assumeNotOffered(Capability.RENAME);
    subject().write("old", bytes(1, 100));
    assertUnsupported(() -> store().rename(key("old"), key("new"), Precondition.NONE));
    subject().assertHolds("old", bytes(1, 100));
    subject().assertAbsent("new");
  }
}
