package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Optional;

/** What becomes of the content and the options of a write to a defective store. */
final class DefectiveWrites {

  private static final int MOST_BYTES = 150_000;

  private final BlockStore inner;
  private final Defect defect;
  private final Moment judged = new Moment();
  private final IdentityHashMap<Content, InputStream> opened = new IdentityHashMap<>();

  DefectiveWrites(BlockStore inner, Defect defect) {
    this.inner = inner;
    this.defect = defect;
  }

  Content content(Content content) {
    return switch (content) {
      case Content.Buffers buffers -> buffers(buffers);
      case Content.Source source -> source(source);
    };
  }

  private Content buffers(Content.Buffers buffers) {
    return switch (defect) {
      case CHECKSUM_IS_NOT_CHECKED -> new Content.Buffers(buffers.views(), Optional.empty());
      case LARGE_BLOCK_LOSES_ITS_END ->
          buffers.length() > MOST_BYTES
              ? Content.of(Arrays.copyOf(all(buffers), MOST_BYTES))
              : buffers;
      default -> buffers;
    };
  }

  private Content source(Content.Source source) {
    return switch (defect) {
      case LENGTH_IS_NOT_CHECKED -> Content.of(all(source));
      case SOURCE_IS_OPENED_ONCE -> Content.source(source.length(), () -> openedOnce(source));
      case SOURCE_IS_LEFT_OPEN -> Content.source(source.length(), () -> openedTwice(source));
      default -> source;
    };
  }

  static Content half(Content content) {
    byte[] all = all(content);
    return Content.of(Arrays.copyOf(all, all.length / 2));
  }

  static Content rest(Content content) {
    byte[] all = all(content);
    return Content.of(Arrays.copyOfRange(all, all.length / 2, all.length));
  }

  private static byte[] all(Content content) {
    try (InputStream in = content.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError("a source of the contract broke", e);
    }
  }

  private InputStream openedOnce(Content.Source source) throws IOException {
    if (!opened.containsKey(source)) {
      opened.put(source, source.open());
    }
    return opened.get(source);
  }

  private InputStream openedTwice(Content.Source source) throws IOException {
    opened.put(source, source.open());
    return source.open();
  }

  WriteOptions options(BlockKey key, WriteOptions options) throws BlockStoreException {
    return switch (options.precondition()) {
      case Precondition.None _ -> forgetful(options);
      case Precondition.IfAbsent _ -> ifAbsent(key, options);
      case Precondition.IfMatch(Etag etag) -> ifMatch(key, etag, options);
    };
  }

  private WriteOptions forgetful(WriteOptions options) {
    return switch (defect) {
      case METADATA_IS_LOST -> options.with(Metadata.EMPTY);
      case METADATA_IS_DROPPED_WHERE_IT_IS_NOT_OFFERED ->
          WriteOptions.DEFAULT.with(options.precondition());
      default -> options;
    };
  }

  private WriteOptions ifAbsent(BlockKey key, WriteOptions options) throws BlockStoreException {
    return switch (defect) {
      case IF_ABSENT_IS_IGNORED -> options.with(Precondition.NONE);
      case IF_ABSENT_IS_NOT_ATOMIC -> {
        requireThat(Blocks.find(inner, key).isEmpty(), key);
        yield options.with(Precondition.NONE);
      }
      default -> options;
    };
  }

  private WriteOptions ifMatch(BlockKey key, Etag etag, WriteOptions options)
      throws BlockStoreException {
    return switch (defect) {
      case IF_MATCH_IS_IGNORED -> options.with(Precondition.NONE);
      case IF_MATCH_IS_NOT_ATOMIC -> {
        requireThat(inner.stat(key).etag().equals(etag), key);
        yield options.with(Precondition.NONE);
      }
      default -> options;
    };
  }

  /** Judges a condition ahead of the write that rests on it, and leaves others time in between. */
  private void requireThat(boolean holds, BlockKey key) throws BlockStoreException {
    if (!holds) {
      throw new PreconditionFailedException(
          Failure.of(this, Operation.WRITE, key, "another version is there").remedy("none"));
    }
    judged.reached();
    judged.await();
  }
}
