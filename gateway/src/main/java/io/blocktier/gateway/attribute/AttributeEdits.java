package io.blocktier.gateway.attribute;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;

/** Changes attributes of objects whose bytes stay. Thread-safe. */
public final class AttributeEdits {

  /** How often the object may be replaced meanwhile. */
  private static final int TRIES = 5;

  private final BlockStore store;
  private final Attributes attributes;

  /** Changes what is in a store. */
  public AttributeEdits(BlockStore store, Attributes attributes) {
    this.store = store;
    this.attributes = attributes;
  }

  /** Returns an object that has to be there. */
  public StoredObject look(BlockKey block) throws BlockStoreException, S3Exception {
    return attributes.find(block).orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_KEY));
  }

  /** What becomes of an object's attributes. */
  @FunctionalInterface
  public interface Edit {
    /** Returns the attributes that the object is to have, or refuses. */
    ObjectAttributes of(StoredObject object) throws IOException;
  }

  /**
   * Changes the attributes of an object.
   *
   * @param edit may be asked again where the object is replaced meanwhile
   * @throws S3Exception {@code NoSuchKey}, or {@code ConditionalRequestConflict} where others write
   *     the object all the time
   */
  public void change(BlockKey block, Edit edit) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      StoredObject object = look(block);
      ObjectAttributes changed = edit.of(object);
      if (object.companion().isPresent()) {
        attributes.writeCompanion(object.companion().get(), block, changed);
        return;
      }
      if (tryCopy(object, changed)) {
        return;
      }
    }
    throw new S3Exception(S3ErrorCode.CONDITIONAL_REQUEST_CONFLICT);
  }

  private boolean tryCopy(StoredObject object, ObjectAttributes changed)
      throws BlockStoreException {
    BlockKey block = object.stat().key();
    Metadata metadata = attributes.keep(block, changed);
    CopyOptions same =
        CopyOptions.DEFAULT
            .withSourceMatch(object.stat().etag())
            .with(Precondition.ifMatch(object.stat().etag()));
    try {
      store.copy(block, block, same.with(metadata));
      return true;
    } catch (PreconditionFailedException e) {
      attributes.drop(Attributes.companionOf(metadata));
      return false;
    }
  }
}
