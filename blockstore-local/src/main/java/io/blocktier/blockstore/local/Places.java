package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import java.nio.file.Path;

/** Finds places, or says why this JVM cannot. */
final class Places {

  private Places() {}

  /** Finds the place of a key. File names are UTF-8; a JVM started otherwise knows ASCII only. */
  static Place of(Object store, Operation operation, Path root, BlockKey key)
      throws InvalidRequestException {
    if (!FileNames.canBeWritten(key.value())) {
      String detail = "this JVM does not write file names in UTF-8";
      throw new InvalidRequestException(
          Failure.of(store, operation, key, detail).remedy(FileNames.REMEDY));
    }
    return Place.of(root, key);
  }
}
