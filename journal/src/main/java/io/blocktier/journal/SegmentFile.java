package io.blocktier.journal;

import io.blocktier.blockstore.spi.DiskFile;
import java.nio.file.Path;

/** An open file of one segment after the other. */
record SegmentFile(Path path, DiskFile disk, int bytes) {}
