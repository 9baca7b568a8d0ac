package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds places, or says why this JVM cannot. */
final class Places {

  private Places() {}

  /** Finds the place of a key. File names are UTF-8; a JVM started otherwise knows ASCII only. */
  static Place of(Object store, Operation operation, Path root, BlockKey key)
      throws InvalidRequestException {
    try {
      return Place.of(root, key);
    } catch (InvalidPathException e) {
      String detail = "this JVM cannot write the key as a file name";
      throw new InvalidRequestException(
          Failure.of(store, operation, key, detail)
              .remedy("start it with LC_ALL=C.UTF-8 or -Dsun.jnu.encoding=UTF-8"),
          e);
    }
  }
}
