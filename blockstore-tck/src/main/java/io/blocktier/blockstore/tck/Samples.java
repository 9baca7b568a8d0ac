package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Arguments to call methods of the interface with. */
final class Samples {

  private static final BlockKey KEY = BlockKey.of("sample/key");

  private static final Map<Class<?>, Object> BY_TYPE =
      Map.ofEntries(
          Map.entry(ByteBuffer.class, ByteBuffer.allocate(1)),
          Map.entry(ByteRange.class, ByteRange.of(1, 2)),
          Map.entry(Collection.class, List.of(KEY)),
          Map.entry(Content.class, Content.of(new byte[] {1})),
          Map.entry(CopyOptions.class, CopyOptions.DEFAULT),
          Map.entry(DeleteOptions.class, DeleteOptions.DEFAULT),
          Map.entry(KeyPrefix.class, KeyPrefix.of("sample")),
          Map.entry(ListOptions.class, ListOptions.under(KeyPrefix.ALL)),
          Map.entry(Precondition.class, Precondition.IF_ABSENT),
          Map.entry(WriteOptions.class, WriteOptions.ifAbsent()),
          Map.entry(long.class, 7L));

  private Samples() {}

  /** Keys differ by their position, so that exchanged ones are noticed. */
  static Object[] of(Class<?>[] types) {
    Object[] samples = new Object[types.length];
    Arrays.setAll(samples, i -> of(types[i], i));
    return samples;
  }

  private static Object of(Class<?> type, int position) {
    Object sample =
        type == BlockKey.class ? BlockKey.of("sample/key-" + position) : BY_TYPE.get(type);
    if (sample == null) {
      throw new IllegalStateException("there is no sample of " + type);
    }
    return sample;
  }
}
