package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Judges conditions against what is there. */
final class Conditions {

  private final Object store;
  private final Tree tree;

  Conditions(Object store, Tree tree) {
    this.store = store;
    this.tree = tree;
  }

  /** Returns the check of a precondition. */
  Changes.Condition of(Operation operation, Place place, Precondition condition) {
    return switch (condition) {
      case Precondition.None _ -> () -> {};
      case Precondition.IfAbsent _ -> () -> requireAbsent(operation, place);
      case Precondition.IfMatch(Etag etag) -> () -> requireVersion(operation, place, etag);
    };
  }

  /** Returns the version that is there, or fails. */
  Tree.Found require(Operation operation, Place place) throws IOException {
    return tree.find(place).orElseThrow(() -> absent(operation, place.key()));
  }

  BlockNotFoundException absent(Operation operation, BlockKey key) {
    return new BlockNotFoundException(
        Failure.of(store, operation, key, "the key has no block")
            .remedy("check the key, or take the absence as an answer"));
  }

  void requireVersion(Operation operation, Place place, Etag etag) throws IOException {
    Optional<Etag> there = tree.find(place).map(found -> found.attributes().etag());
    if (!there.equals(Optional.of(etag))) {
      throw differs(operation, place, there, etag);
    }
  }

  PreconditionFailedException differs(
      Operation operation, Place place, Optional<Etag> there, Etag wanted) {
    String detail =
        there
            .map(other ->
                String.format(Locale.ROOT, "the block has version %s, not %s", other, wanted))
            .orElse("the key has no block of version " + wanted);
    return failed(operation, place, detail);
  }

  /** Fails unless the block has a size, or is not there where the size is 0. */
  void requireSize(Operation operation, Place place, Optional<Tree.Found> found, long size)
      throws PreconditionFailedException {
    long there = found.map(version -> version.attributes().size()).orElse(0L);
    if (there != size) {
      String detail = String.format(Locale.ROOT, "the block has %d bytes, not %d", there, size);
      throw failed(operation, place, found.isPresent() ? detail : "the key has no block");
    }
  }

  private void requireAbsent(Operation operation, Place place) throws IOException {
    if (tree.find(place).isPresent()) {
      throw failed(operation, place, "the key has a block already");
    }
  }

  private PreconditionFailedException failed(Operation operation, Place place, String detail) {
    return new PreconditionFailedException(
        Failure.of(store, operation, place.key(), detail).remedy("read it and decide anew"));
  }
}
