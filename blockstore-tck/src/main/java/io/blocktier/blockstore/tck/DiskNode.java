package io.blocktier.blockstore.tck;

/** What a name on a simulated disk stands for. */
sealed interface DiskNode permits FileNode, FolderNode {}
