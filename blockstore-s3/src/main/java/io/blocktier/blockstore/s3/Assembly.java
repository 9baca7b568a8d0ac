package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.PartReceipt;
import java.util.List;
import java.util.Optional;

/**
 * What parts make together.
 *
 * @param size their bytes
 * @param checksum the checksum of all, or empty where that of a part is not known
 */
record Assembly(long size, Optional<Crc32c> checksum) {

  private static final Assembly NOTHING = new Assembly(0, Optional.of(Crc32c.EMPTY));

  static Assembly of(List<PartReceipt> parts) {
    Assembly whole = NOTHING;
    for (PartReceipt part : parts) {
      whole = whole.with(part);
    }
    return whole;
  }

  private Assembly with(PartReceipt part) {
    Optional<Crc32c> both =
        checksum.flatMap(crc -> part.checksum().map(next -> crc.concat(next, part.size())));
    return new Assembly(size + part.size(), both);
  }
}
