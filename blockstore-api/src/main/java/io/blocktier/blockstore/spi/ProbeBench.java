package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** The scratch area of one probe, and calls that survive passing failures. For one thread. */
final class ProbeBench {

  /** The most attempts of a call, or of a race, that a passing failure spoils. */
  static final int MOST_TRIES = 4;

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final BlockStore store;
  private final Capabilities claimed;
  private final Effects effects;
  private final KeyPrefix scratch;
  private final Set<BlockKey> used = new HashSet<>();

  ProbeBench(BlockStore store, Capabilities claimed, Effects effects) {
    this.store = store;
    this.claimed = claimed;
    this.effects = effects;
    String hex = HexFormat.of().toHexDigits(effects.random().nextLong());
    this.scratch = KeyPrefix.of("blocktier-probe-" + hex + "/");
  }

  /** What a call does. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws BlockStoreException;
  }

  BlockStore store() {
    return store;
  }

  Capabilities claimed() {
    return claimed;
  }

  Effects effects() {
    return effects;
  }

  KeyPrefix prefix(String name) {
    return KeyPrefix.of(scratch.value() + name);
  }

  /** Returns a key of the scratch area, which is deleted at the end. */
  BlockKey key(String name) {
    BlockKey key = BlockKey.of(scratch.value() + name);
    used.add(key);
    return key;
  }

  /** Makes one attempt, in bounded time. */
  <T> T once(Action<T> action) throws BlockStoreException {
    Deadline deadline = Deadline.in(CALL_TIMEOUT, effects.ticker());
    return deadline.<T, BlockStoreException>call(action::run);
  }

  /** Makes a call that may be made twice. */
  <T> T call(Action<T> action) throws BlockStoreException {
    for (int tries = 1; ; tries++) {
      try {
        return once(action);
      } catch (BlockStoreException e) {
        boolean passing = e.retryable() || e instanceof OutcomeUnknownException;
        if (!passing || tries == MOST_TRIES || !pause(tries)) {
          throw e;
        }
      }
    }
  }

  Receipt write(BlockKey key, String text, WriteOptions options) throws BlockStoreException {
    return call(() -> store.write(key, content(text), options));
  }

  String read(BlockKey key) throws BlockStoreException {
    return text(call(() -> Blocks.readAll(store, key)));
  }

  /** Makes a call that has to fail because of its condition. */
  void requireRefusal(String what, Action<?> action) throws BlockStoreException, ProbeRefutation {
    try {
      call(action);
    } catch (PreconditionFailedException expected) {
      return;
    }
    throw new ProbeRefutation(what + " was accepted");
  }

  /** Waits before another attempt; false if the thread was interrupted. */
  boolean pause(int tries) {
    try {
      effects.sleeper().sleep(PAUSE.multipliedBy(tries));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void cleanUp() throws BlockStoreException {
    call(() -> store.deleteAll(used).orThrow());
  }

  static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }
}
