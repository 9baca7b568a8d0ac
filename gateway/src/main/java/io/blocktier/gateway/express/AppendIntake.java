package io.blocktier.gateway.express;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.multipart.BlockBytes;
import io.blocktier.gateway.multipart.UploadStore;
import io.blocktier.gateway.object.Intake;
import io.blocktier.gateway.payload.Payload;
import io.blocktier.gateway.request.Answer;
import java.io.IOException;

/**
 * Brings the bytes of appends here: into memory, or, where they are more than one request may have
 * there, into a block of their own for a while, which goes with old uploads if the gateway dies.
 * Thread-safe.
 */
public final class AppendIntake {

  private final BlockStore store;
  private final Intake intake;
  private final UploadStore uploads;

  /** Brings bytes into a store. */
  public AppendIntake(BlockStore store, Intake intake, UploadStore uploads) {
    this.store = store;
    this.intake = intake;
    this.uploads = uploads;
  }

  /** What is done with the bytes once they are right. */
  @FunctionalInterface
  interface Use {
    /** Uses the bytes, which are gone when this returns. */
    Answer with(Content content) throws IOException;
  }

  Answer take(Bucket bucket, Payload payload, Use use) throws IOException {
    if (payload.length() <= intake.memoryBytes()) {
      return intake.whole(payload, use::with);
    }
    BlockKey staged = uploads.newStage(bucket.name());
    try {
      intake.writeBare(staged, payload);
      ByteRange all = ByteRange.of(0, payload.length());
      return use.with(Content.source(payload.length(), () -> new BlockBytes(store, staged, all)));
    } finally {
      uploads.discard(staged);
    }
  }
}
