package io.blocktier.blockstore.local;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a store on a local disk is opened.
 *
 * @param root the directory that holds the blocks
 * @param createRoot whether it is created where it is missing
 * @param fileMode permission bits of files
 * @param directoryMode permission bits of directories
 * @param direct whether to go past the page cache
 * @param sync whether a write is durable when it returns
 * @param patience how long a call waits for a lock or a buffer
 * @param directBuffers how many buffers there are for direct I/O
 * @param directBufferBytes the size of each
 */
record LocalOptions(
    Path root,
    boolean createRoot,
    int fileMode,
    int directoryMode,
    boolean direct,
    boolean sync,
    Duration patience,
    int directBuffers,
    int directBufferBytes) {

  LocalOptions withRoot(Path other) {
    return new LocalOptions(
        other,
        createRoot,
        fileMode,
        directoryMode,
        direct,
        sync,
        patience,
        directBuffers,
        directBufferBytes);
  }

  Disk.Access access() {
    return direct ? Disk.Access.DIRECT : Disk.Access.BUFFERED;
  }

  String scheme() {
    return direct ? "direct" : "file";
  }
}
