package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.assertUnsupported;
import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.WriteOptions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Conditions: judged before anything changes, and refused where they are not offered. */
interface ConditionalContract extends Fixture {

  /** A version that no block has. */
  Etag NOBODYS = Etag.of("00000000000000000000000000000000");

  private static void assertFails(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(PreconditionFailedException.class);
  }

  @Test
  default void ifAbsentWritesOnlyWhereThereIsNoBlock() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_CREATE);
    subject().write("a", bytes(1, 10), WriteOptions.ifAbsent());
    subject().assertHolds("a", bytes(1, 10));
    assertFails(() -> subject().write("a", bytes(2, 20), WriteOptions.ifAbsent()));
    subject().assertHolds("a", bytes(1, 10));
    subject().delete("a");
    subject().write("a", bytes(3, 30), WriteOptions.ifAbsent());
    subject().assertHolds("a", bytes(3, 30));
  }

  @Test
  default void ifAbsentMindsTheKeyAndNotItsFolder() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_CREATE);
    subject().write("a/b", bytes(1, 10), WriteOptions.ifAbsent());
    subject().write("a", bytes(2, 10), WriteOptions.ifAbsent());
    subject().write("a/b/c", bytes(3, 10), WriteOptions.ifAbsent());
    assertFails(() -> subject().write("a", bytes(4, 10), WriteOptions.ifAbsent()));
    subject().assertHolds("a", bytes(2, 10));
  }

  @Test
  default void emptyBlockIsABlock() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_CREATE);
    subject().write("a", new byte[0], WriteOptions.ifAbsent());
    assertFails(() -> subject().write("a", bytes(2, 20), WriteOptions.ifAbsent()));
    subject().assertHolds("a", new byte[0]);
  }

  @Test
  default void ifAbsentIsRefusedWhereItIsNotOffered() throws Exception {
    subject().assumeNotOffered(Capability.CONDITIONAL_CREATE);
    assertUnsupported(() -> subject().write("a", bytes(1, 10), WriteOptions.ifAbsent()));
    subject().assertAbsent("a");
  }

  @Test
  default void ifMatchReplacesThatVersionOnly() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_REPLACE);
    Etag first = subject().write("a", bytes(1, 10)).etag();
    Etag second = subject().write("a", bytes(2, 20), WriteOptions.ifMatch(first)).etag();
    subject().assertHolds("a", bytes(2, 20));
    assertFails(() -> subject().write("a", bytes(3, 30), WriteOptions.ifMatch(first)));
    assertFails(() -> subject().write("a", bytes(3, 30), WriteOptions.ifMatch(NOBODYS)));
    subject().assertHolds("a", bytes(2, 20));
    subject().write("a", bytes(4, 40), WriteOptions.ifMatch(second));
    subject().assertHolds("a", bytes(4, 40));
  }

  @Test
  default void ifMatchFailsWhereThereIsNoBlock() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_REPLACE);
    assertFails(() -> subject().write("a", bytes(1, 10), WriteOptions.ifMatch(NOBODYS)));
    Etag old = subject().write("a", bytes(1, 10)).etag();
    subject().delete("a");
    assertFails(() -> subject().write("a", bytes(2, 10), WriteOptions.ifMatch(old)));
    subject().assertAbsent("a");
    subject().write("a", bytes(3, 10));
    assertFails(() -> subject().write("a", bytes(2, 10), WriteOptions.ifMatch(old)));
    subject().assertHolds("a", bytes(3, 10));
  }

  @Test
  default void ifMatchTakesTheEtagOfStatReadAndListing() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_REPLACE);
    subject().write("a", bytes(1, 10));
    subject().write("a", bytes(2, 10), WriteOptions.ifMatch(subject().stat("a").etag()));
    subject().write("a", bytes(3, 10), WriteOptions.ifMatch(subject().readEtag("a")));
    subject().write("a", bytes(4, 10), WriteOptions.ifMatch(subject().listedEtag("a")));
    subject().assertHolds("a", bytes(4, 10));
  }

  @Test
  default void ifMatchIsRefusedWhereItIsNotOffered() throws Exception {
    subject().assumeNotOffered(Capability.CONDITIONAL_REPLACE);
    Etag etag = subject().write("a", bytes(1, 10)).etag();
    assertUnsupported(() -> subject().write("a", bytes(2, 10), WriteOptions.ifMatch(etag)));
    subject().assertHolds("a", bytes(1, 10));
  }

  @Test
  default void conditionalDeleteTakesThatVersionOnly() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_DELETE);
    Etag first = subject().write("a", bytes(1, 10)).etag();
    Etag second = subject().write("a", bytes(2, 20)).etag();
    assertFails(() -> store().delete(key("a"), DeleteOptions.ifMatch(first)));
    assertFails(() -> store().delete(key("a"), DeleteOptions.ifMatch(NOBODYS)));
    subject().assertHolds("a", bytes(2, 20));
    store().delete(key("a"), DeleteOptions.ifMatch(second));
    subject().assertAbsent("a");
    assertFails(() -> store().delete(key("a"), DeleteOptions.ifMatch(second)));
  }

  @Test
  default void conditionalDeleteIsRefusedWhereItIsNotOffered() throws Exception {
    subject().assumeNotOffered(Capability.CONDITIONAL_DELETE);
    Etag etag = subject().write("a", bytes(1, 10)).etag();
    assertUnsupported(() -> store().delete(key("a"), DeleteOptions.ifMatch(etag)));
    subject().assertHolds("a", bytes(1, 10));
  }

  @Test
  default void conditionalCopyMindsItsTarget() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_COPY);
    subject().write("source", bytes(1, 10));
    CopyOptions ifAbsent = CopyOptions.DEFAULT.with(Precondition.IF_ABSENT);
    Etag made = store().copy(key("source"), key("target"), ifAbsent).etag();
    subject().write("source", bytes(2, 20));
    assertFails(() -> store().copy(key("source"), key("target"), ifAbsent));
    CopyOptions wrong = CopyOptions.DEFAULT.with(Precondition.ifMatch(NOBODYS));
    assertFails(() -> store().copy(key("source"), key("target"), wrong));
    assertFails(() -> store().copy(key("source"), key("nowhere"), wrong));
    subject().assertHolds("target", bytes(1, 10));
    subject().assertAbsent("nowhere");
    CopyOptions right = CopyOptions.DEFAULT.with(Precondition.ifMatch(made));
    store().copy(key("source"), key("target"), right);
    subject().assertHolds("target", bytes(2, 20));
  }

  @Test
  default void conditionalCopyIsRefusedWhereItIsNotOffered() throws Exception {
    subject().assumeNotOffered(Capability.CONDITIONAL_COPY);
    Etag etag = subject().write("source", bytes(1, 10)).etag();
    CopyOptions ifAbsent = CopyOptions.DEFAULT.with(Precondition.IF_ABSENT);
    CopyOptions ifMatch = CopyOptions.DEFAULT.with(Precondition.ifMatch(etag));
    assertUnsupported(() -> store().copy(key("source"), key("target"), ifAbsent));
    assertUnsupported(() -> store().copy(key("source"), key("target"), ifMatch));
    subject().assertAbsent("target");
  }
}
