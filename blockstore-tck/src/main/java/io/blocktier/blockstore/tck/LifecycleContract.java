package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The end of a store: whoever comes later is told, whoever is under way comes to an end. */
interface LifecycleContract extends Fixture {

  @Test
  default void openStoreIsHealthyAndHasAName() throws Exception {
    assertThat(store().healthCheck().healthy()).isTrue();
    assertThat(store().healthCheck().detail()).isNotBlank();
    assertThat(store().toString()).isNotBlank().doesNotContain("\n");
  }

  @Test
  default void everyCallAfterCloseIsRefused() throws Exception {
    subject().write("a", bytes(1, 10));
    List<ThrowingCallable> calls = calls();
    store().close();
    for (int i = 0; i < calls.size(); i++) {
      assertThatThrownBy(calls.get(i)).as("call %d", i).isInstanceOf(StoreClosedException.class);
    }
  }

  private List<ThrowingCallable> calls() {
    List<ThrowingCallable> calls = new ArrayList<>();
    calls.add(() -> subject().write("a", bytes(2, 10)));
    calls.add(() -> store().read(key("a"), ByteRange.ALL, ByteBuffer.allocate(10)));
    calls.add(() -> store().stat(key("a")));
    calls.add(() -> store().delete(key("a"), DeleteOptions.DEFAULT));
    calls.add(() -> store().deleteAll(List.of(key("a"))));
    calls.add(() -> store().deleteByPrefix(KeyPrefix.of("a")));
    calls.add(() -> store().list(ListOptions.under(KeyPrefix.ALL)).nextPage());
    calls.add(() -> store().copy(key("a"), key("b"), CopyOptions.DEFAULT));
    calls.add(() -> store().probe());
    calls.add(() -> store().healthCheck());
    if (subject().offers(Capability.UPLOAD)) {
      calls.add(() -> store().startUpload(key("a"), WriteOptions.DEFAULT));
    }
    if (subject().offers(Capability.APPEND)) {
      calls.add(() -> store().append(key("a"), 10, Content.of(bytes(2, 10))));
    }
    if (subject().offers(Capability.RENAME)) {
      calls.add(() -> store().rename(key("a"), key("b"), Precondition.NONE));
    }
    return calls;
  }

  @Test
  default void secondCloseHasNoEffect() throws Exception {
    store().close();
    store().close();
    assertThatThrownBy(() -> store().healthCheck()).isInstanceOf(StoreClosedException.class);
  }

  @Test
  default void listingUnderWayEndsWithItsStore() throws Exception {
    for (String key : List.of("a", "b", "c")) {
      subject().write(key, bytes(1, 10));
    }
    BlockListing listing = store().list(ListOptions.under(KeyPrefix.ALL).withPageSize(1));
    listing.nextPage();
    store().close();
    assertThatThrownBy(() -> listing.forEachRemaining(_ -> {}))
        .isInstanceOf(StoreClosedException.class);
    listing.close();
  }

  @Test
  default void uploadUnderWayEndsWithItsStore() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    BlockUpload upload = store().startUpload(key("a"), WriteOptions.DEFAULT);
    var part = upload.uploadPart(1, Content.of(bytes(1, 10)));
    store().close();
    assertThatThrownBy(() -> upload.uploadPart(2, Content.of(bytes(1, 10))))
        .isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> upload.complete(List.of(part)))
        .isInstanceOf(StoreClosedException.class);
    upload.close();
  }

  @Test
  default void closeWhileBusyEndsEveryCall() throws Exception {
    subject().write("shared", bytes(1, 10_000));
    int threads = Math.max(2, Math.min(32, scale().racers()));
    CountDownLatch busy = new CountDownLatch(threads - 1);
    Race.runAll(
        threads,
        scale().deadline(),
        number -> {
          if (number == 0) {
            assertThat(busy.await(scale().deadline().toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            store().close();
          } else {
            workUntilClosed(number, busy);
          }
        });
    assertThatThrownBy(() -> subject().stat("shared")).isInstanceOf(StoreClosedException.class);
  }

  private void workUntilClosed(int number, CountDownLatch busy) throws BlockStoreException {
    try {
      for (int turn = 0; ; turn++) {
        work(number, turn);
        busy.countDown();
      }
    } catch (StoreClosedException closed) {
      assertThat(closed).hasMessageContaining(closed.failure().operation().label());
    }
  }

  private void work(int number, int turn) throws BlockStoreException {
    String own = "own/" + number;
    switch ((number + turn) % 6) {
      case 0 -> subject().write(own, bytes(turn, 20_000));
      case 1 -> store().read(key("shared"), ByteRange.ALL, ByteBuffer.allocate(10_000));
      case 2 -> subject().keys();
      case 3 -> store().copy(key("shared"), key(own), CopyOptions.DEFAULT);
      case 4 -> subject().delete(own);
      default -> store().deleteAll(List.of(key(own), key("nothing"))).orThrow();
    }
  }
}
