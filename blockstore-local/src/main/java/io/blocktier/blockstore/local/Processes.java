package io.blocktier.blockstore.local;

import java.time.Instant;

/** Names this process, for others that share its disk. */
final class Processes {

  private Processes() {}

  /** Differs from every other process that runs on this machine, also in another container. */
  static String own() {
    ProcessHandle self = ProcessHandle.current();
    Instant start = self.info().startInstant().orElse(Instant.EPOCH);
    return self.pid() + "-" + Long.toHexString(start.toEpochMilli());
  }
}
