package io.blocktier.cli;

import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.StorageClass;
import io.blocktier.blockstore.WriteOptions;
import java.util.Optional;

/**
 * How blocks are copied.
 *
 * @param precondition what has to hold at the target
 * @param metadata what the targets keep instead of what the sources have
 * @param withoutMetadata whether the targets keep none
 * @param storageClass where the targets go
 */
record CopyTerms(
    Precondition precondition,
    Optional<Metadata> metadata,
    boolean withoutMetadata,
    Optional<StorageClass> storageClass) {

  CopyOptions within() {
    Optional<Metadata> replacement = withoutMetadata ? Optional.of(Metadata.EMPTY) : metadata;
    return new CopyOptions(
        Optional.empty(), precondition, Optional.empty(), replacement, storageClass);
  }

  WriteOptions between(Metadata original) {
    Metadata kept = withoutMetadata ? Metadata.EMPTY : metadata.orElse(original);
    WriteOptions options = WriteOptions.DEFAULT.with(precondition).with(kept);
    return storageClass.map(options::with).orElse(options);
  }
}
