package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.wire.Keys;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.s3.S3StoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The S3 store with all its layers. */
final class BlocktierClient implements Client {

  private final Effects effects = Effects.ofSystem();
  private final BlockStore store;
  private final @Nullable ByteBuffer[] targets;

  BlocktierClient(Server server, int inFlight, String payloadSigning) throws IOException {
    Keys keys = server.keys().orElseThrow();
    S3StoreProvider provider = new S3StoreProvider();
    Map<String, String> settings =
        Map.of(
            "bucket", server.bucket(),
            "endpoint", server.uri().toString(),
            "region", "us-east-1",
            "access_key_id", keys.id(),
            "secret_access_key", keys.secret(),
            "payload_signing", payloadSigning);
    this.store = provider.open(Settings.parse(provider.settings(), settings), effects);
    this.targets = new ByteBuffer[inFlight];
  }

  @Override
  public void put(int thread, String key, byte[] bytes) throws IOException {
    Blocks.write(store, BlockKey.of(key), bytes);
  }

  @Override
  public long get(int thread, String key, Part part) throws IOException {
    ByteBuffer target = target(thread, part.length()).clear();
    ByteRange range = part.whole() ? ByteRange.ALL : ByteRange.of(part.offset(), part.length());
    store.read(BlockKey.of(key), range, target);
    return target.position();
  }

  private ByteBuffer target(int thread, int length) {
    ByteBuffer target = targets[thread];
    if (target == null) {
      target = ByteBuffer.allocate(length);
      targets[thread] = target;
    }
    return target;
  }

  @Override
  public void close() throws IOException {
    store.close();
    effects.executor().close();
  }
}
