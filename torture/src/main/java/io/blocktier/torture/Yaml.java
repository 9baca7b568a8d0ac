package io.blocktier.torture;

/** Configurations of small stacks, in which everything happens soon. */
final class Yaml {

  private Yaml() {}

  /** A store in a directory that nothing happens to; not to wait for its disk saves time. */
  static String local(String path) {
    return "block_store: {type: local, local: {path: '" + path + "', sync: false}}\n";
  }

  /** A store that has to survive. */
  static String durable(String path) {
    return "block_store: {type: local, local: {path: '" + path + "'}}\n";
  }

  /**
   * A cache of eight segments, so that they are released and used again all the time, that sends
   * one block at a time, so that it always has some that are nowhere else. Its index is on the
   * heap.
   */
  static String cache(String path) {
    return cache(path, "heap");
  }

  /** The same with its index in a Chronicle Map, which leaves an image behind. */
  static String cacheWithMap(String path) {
    return cache(path, "chronicle");
  }

  private static String cache(String path, String index) {
    return "cache: {path: '"
        + path
        + "', size: 8MiB, max_at_risk: 1MiB, max_staged: 256KiB, max_blocks: 10000, index: "
        + index
        + ", flush: {concurrency: 1, backoff: 10ms, max_backoff: 100ms}}\n";
  }
}
