package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.SettledReceipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that answers every call with a made-up result and remembers its name. */
final class CallRecorder {

  private static final BlockKey KEY = BlockKey.of("p/key");
  private static final Etag ETAG = Etag.of("e");
  private static final PartReceipt PART = new PartReceipt(1, 1, ETAG, Optional.empty());
  private static final BlockStat STAT =
      new BlockStat(
          KEY,
          1,
          ETAG,
          Instant.EPOCH,
          Optional.empty(),
          Metadata.EMPTY,
          Optional.empty(),
          Optional.empty());
  private static final Map<Class<?>, Object> SAMPLES =
      Map.ofEntries(
          Map.entry(BlockKey.class, BlockKey.of("key")),
          Map.entry(Content.class, Content.of(new byte[1])),
          Map.entry(WriteOptions.class, WriteOptions.DEFAULT),
          Map.entry(ByteRange.class, ByteRange.of(0, 1)),
          Map.entry(ByteBuffer.class, ByteBuffer.allocate(8)),
          Map.entry(DeleteOptions.class, DeleteOptions.DEFAULT),
          Map.entry(Collection.class, List.of(BlockKey.of("key"))),
          Map.entry(KeyPrefix.class, KeyPrefix.of("k")),
          Map.entry(ListOptions.class, ListOptions.under(KeyPrefix.ALL)),
          Map.entry(CopyOptions.class, CopyOptions.DEFAULT),
          Map.entry(Precondition.class, Precondition.NONE),
          Map.entry(List.class, List.of(PART)),
          Map.entry(Consumer.class, (Consumer<Object>) _ -> {}),
          Map.entry(long.class, 0L),
          Map.entry(int.class, 1));

  private final List<String> names = new ArrayList<>();
  private final Capabilities capabilities = InMemoryBlockStore.ALL_CAPABILITIES;

  BlockStore store() {
    return proxy(BlockStore.class);
  }

  /** The listing or upload that a store hands out, after which the record begins anew. */
  Object handedOutBy(BlockStore store, Class<?> type) throws BlockStoreException {
    Object handed =
        type == BlockUpload.class
            ? store.startUpload(BlockKey.of("key"), WriteOptions.DEFAULT)
            : store.list(ListOptions.under(KeyPrefix.ALL));
    names.clear();
    return handed;
  }

  /** The methods that were called, in their order. */
  List<String> names() {
    return List.copyOf(names);
  }

  static Object[] arguments(Method method) {
    return Arrays.stream(method.getParameterTypes()).map(CallRecorder::sample).toArray();
  }

  private static Object sample(Class<?> type) {
    Object sample = SAMPLES.get(type);
    if (sample == null) {
      throw new AssertionError("no sample of " + type);
    }
    return sample;
  }

  private <T> T proxy(Class<T> type) {
    InvocationHandler handler =
        (_, method, _) -> method.getName().equals("toString") ? "recorder" : record(method);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object record(Method method) {
    names.add(method.getName());
    return result(method.getReturnType());
  }

  private Object result(Class<?> type) {
    if (type == void.class) {
      return null;
    }
    Map<Class<?>, Object> results =
        Map.ofEntries(
            Map.entry(
                Receipt.class,
                new SettledReceipt(KEY, 1, ETAG, Optional.empty(), Durability.MEMORY)),
            Map.entry(BlockRead.class, new BlockRead(1, STAT)),
            Map.entry(BlockStat.class, STAT),
            Map.entry(DeleteReport.class, new DeleteReport(1, Map.of())),
            Map.entry(BlockKey.class, KEY),
            Map.entry(PartReceipt.class, PART),
            Map.entry(List.class, List.of()),
            Map.entry(Capabilities.class, capabilities),
            Map.entry(ProbeReport.class, new ProbeReport("recorder", List.of(), capabilities)),
            Map.entry(Health.class, new Health(true, "fine")));
    Object result = results.get(type);
    return result != null ? result : proxy(type);
  }
}
