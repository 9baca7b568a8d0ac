package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.bill.CountsRequests;
import io.blocktier.blockstore.bill.RequestKind;
import io.blocktier.blockstore.bill.RequestScope;
import io.blocktier.blockstore.bill.RequestTally;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom requests are told, and how many there are. */
class BilledBlockStoreTest {

  private static final BlockKey KEY = BlockKey.of("a/b");
  private static final TransferPolicy SMALL_PARTS =
      new TransferPolicy(1_000, 1_000, 1_000, 1_000, 3, 10_000, Duration.ofSeconds(60));

  private final Effects effects = Effects.ofSystem();
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final RequestTally tally = new RequestTally();

  @AfterEach
  void stop() {
    effects.executor().shutdownNow();
  }

  @Test
  void oneCallIsOneRequestWhereNobodyCountsThem() throws Exception {
    BlockStore store = new BilledBlockStore(memory, tally);
    store.write(KEY, Content.of(ByteBuffer.allocate(100)), WriteOptions.DEFAULT);
    store.read(KEY, new ByteRange(10, 50), ByteBuffer.allocate(50));
    store.stat(KEY);
    store.copy(KEY, BlockKey.of("a/c"), CopyOptions.DEFAULT);
    try (BlockUpload upload = store.startUpload(BlockKey.of("a/d"), WriteOptions.DEFAULT)) {
      var part = upload.uploadPart(1, Content.of(ByteBuffer.allocate(30)));
      upload.complete(List.of(part));
    }
    try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      assertThat(listing.nextPage()).hasSize(3);
    }
    store.delete(KEY, DeleteOptions.DEFAULT);
    assertThat(counted())
        .isEqualTo(
            Map.of(
                RequestKind.PUT, 2L,
                RequestKind.GET, 1L,
                RequestKind.HEAD, 1L,
                RequestKind.COPY, 1L,
                RequestKind.POST, 2L,
                RequestKind.LIST, 1L,
                RequestKind.DELETE, 1L));
    assertThat(tally.bytesSent(RequestKind.PUT)).isEqualTo(130);
    assertThat(tally.bytesFetched(RequestKind.GET)).isEqualTo(50);
  }

  @Test
  void aCallThatFailsIsPaidForAsWell() {
    BlockStore store = new BilledBlockStore(memory, tally);
    assertThatThrownBy(() -> store.stat(KEY)).isInstanceOf(BlockNotFoundException.class);
    assertThat(counted()).isEqualTo(Map.of(RequestKind.HEAD, 1L));
  }

  @Test
  void partsOnOtherThreadsCountForTheCallThatTheyBelongTo() throws Exception {
    BlockStore parallel = new ParallelBlockStore(counting(memory), SMALL_PARTS, effects);
    BlockStore store = new BilledBlockStore(parallel, tally);
    store.write(KEY, Content.of(ByteBuffer.allocate(4_500)), WriteOptions.DEFAULT);
    assertThat(tally.requests(RequestKind.PUT)).as("five parts").isEqualTo(5);
    assertThat(tally.requests(RequestKind.POST)).as("begin").isGreaterThanOrEqualTo(1);
    assertThat(tally.bytesSent(RequestKind.PUT)).isEqualTo(4_500);
    store.read(KEY, ByteRange.ALL, ByteBuffer.allocate(4_500));
    assertThat(tally.requests(RequestKind.GET)).as("in ranges").isGreaterThan(1);
    assertThat(tally.bytesFetched(RequestKind.GET)).isEqualTo(4_500);
  }

  @Test
  void everyoneAroundACallIsTold() throws Exception {
    RequestTally outer = new RequestTally();
    BlockStore store = new BilledBlockStore(new BilledBlockStore(counting(memory), tally), outer);
    Blocks.find(store, KEY);
    assertThat(tally.requests(RequestKind.HEAD)).isEqualTo(1);
    assertThat(outer.requests(RequestKind.HEAD)).isEqualTo(1);
  }

  @Test
  void nobodyIsToldOfWhatNobodyAskedFor() throws Exception {
    BlockStore bare = counting(memory);
    BlockStore store = new BilledBlockStore(bare, tally);
    Blocks.find(bare, KEY);
    assertThat(counted()).isEmpty();
    Blocks.find(store, KEY);
    Blocks.find(bare, KEY);
    assertThat(tally.requests(RequestKind.HEAD)).isEqualTo(1);
  }

  private Map<RequestKind, Long> counted() {
    Map<RequestKind, Long> counted = new TreeMap<>();
    for (RequestKind kind : RequestKind.values()) {
      if (tally.requests(kind) > 0) {
        counted.put(kind, tally.requests(kind));
      }
    }
    return counted;
  }

  /** What a store of requests is like: it tells of each, and comes under layers that cut calls. */
  private interface CountingStore extends BlockStore, CountsRequests {}

  private static BlockStore counting(BlockStore memory) {
    return (BlockStore)
        Proxy.newProxyInstance(
            BilledBlockStoreTest.class.getClassLoader(),
            new Class<?>[] {CountingStore.class},
            (_, method, args) -> {
              switch (method.getName()) {
                case "write" -> tell(RequestKind.PUT, ((Content) args[1]).length(), 0);
                case "stat" -> tell(RequestKind.HEAD, 0, 0);
                default -> {}
              }
              Object result = result(memory, method, args);
              switch (result) {
                case BlockUpload upload -> {
                  tell(RequestKind.POST, 0, 0);
                  return countingUpload(upload);
                }
                case BlockRead read -> tell(RequestKind.GET, 0, read.length());
                case null, default -> {}
              }
              return result;
            });
  }

  private static BlockUpload countingUpload(BlockUpload upload) {
    return (BlockUpload)
        Proxy.newProxyInstance(
            BilledBlockStoreTest.class.getClassLoader(),
            new Class<?>[] {BlockUpload.class},
            (_, method, args) -> {
              if (method.getName().equals("uploadPart")) {
                tell(RequestKind.PUT, ((Content) args[1]).length(), 0);
              }
              return result(upload, method, args);
            });
  }

  private static Object result(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void tell(RequestKind kind, long sent, long fetched) {
    RequestScope.made(kind, sent, fetched);
  }
}
