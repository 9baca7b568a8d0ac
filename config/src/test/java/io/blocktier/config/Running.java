package io.blocktier.config;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.spi.Effects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;

/** A stack that a test opened from YAML on the real machine, with its threads. */
final class Running implements AutoCloseable {

  private final Effects effects = Effects.ofSystem();
  private final StoreStack stack;

  private Running(BlocktierConfig config) throws ConfigException, BlockStoreException {
    try {
      stack = config.open(effects, new SimpleMeterRegistry());
    } catch (ConfigException | BlockStoreException | RuntimeException e) {
      effects.executor().close();
      throw e;
    }
  }

  static Running of(String yaml) throws ConfigException, BlockStoreException {
    return of(BlocktierConfig.parse(yaml, "test.yaml", Map.of()));
  }

  static Running of(BlocktierConfig config) throws ConfigException, BlockStoreException {
    return new Running(config);
  }

  StoreStack stack() {
    return stack;
  }

  BlockStore store() {
    return stack.store();
  }

  void write(String key, byte[] bytes) throws BlockStoreException {
    Blocks.write(store(), BlockKey.of(key), bytes);
  }

  byte[] read(String key) throws BlockStoreException {
    return Blocks.readAll(store(), BlockKey.of(key)).array();
  }

  @Override
  public void close() throws BlockStoreException {
    stack.close();
    effects.executor().close();
  }
}
