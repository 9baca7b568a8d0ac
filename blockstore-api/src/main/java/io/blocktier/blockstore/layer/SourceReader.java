package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads a source once, from its first byte to its announced end. */
final class SourceReader implements AutoCloseable {

  private final BlockStore store;
  private final Call call;
  private final Content.Source source;
  private final InputStream stream;
  private long delivered;

  SourceReader(BlockStore store, Call call, Content.Source source) throws BlockStoreException {
    this.store = store;
    this.call = call;
    this.source = source;
    try {
      this.stream = source.open();
    } catch (IOException e) {
      throw failed("the source could not be opened", e);
    }
  }

  /** Reads the next bytes to the beginning of a buffer. */
  void fill(byte[] buffer, int bytes) throws BlockStoreException {
    int count = readFully(buffer, bytes);
    delivered += count;
    if (count < bytes) {
      throw refused("the source ended after " + delivered + " bytes of " + source.length(), null);
    }
  }

  void requireEnd() throws BlockStoreException {
    if (readFully(new byte[1], 1) > 0) {
      throw refused("the source goes on behind the " + source.length() + " bytes announced", null);
    }
  }

  @Override
  public void close() throws BlockStoreException {
    try {
      stream.close();
    } catch (IOException e) {
      throw failed("the source failed after " + delivered + " bytes", e);
    }
  }

  private int readFully(byte[] buffer, int bytes) throws BlockStoreException {
    try {
      return stream.readNBytes(buffer, 0, bytes);
    } catch (IOException e) {
      throw failed("the source failed after " + delivered + " bytes", e);
    }
  }

  /** A source that reads from a store fails as that store does. */
  private BlockStoreException failed(String detail, IOException cause) {
    return cause instanceof BlockStoreException typed ? typed : refused(detail, cause);
  }

  private InvalidRequestException refused(String detail, @Nullable Throwable cause) {
    return new InvalidRequestException(
        call.failure(store, detail).remedy("hand in a source that delivers what was announced"),
        cause);
  }
}
