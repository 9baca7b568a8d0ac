package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Precondition;

/**
 * What names an upload, and how it was started.
 *
 * @param names what blocks are called in the bucket
 * @param key the block
 * @param id what the server calls the upload
 * @param precondition what has to hold when it is completed
 * @param checked whether the server checks one checksum over the whole object
 */
record UploadId(
    ObjectNames names, BlockKey key, String id, Precondition precondition, boolean checked) {

  UploadId unchecked() {
    return new UploadId(names, key, id, precondition, false);
  }
}
