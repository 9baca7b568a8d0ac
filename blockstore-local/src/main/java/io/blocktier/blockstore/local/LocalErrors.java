package io.blocktier.blockstore.local;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns what the file system throws into what the caller can act on, by class. */
final class LocalErrors {

  /**
   * The JDK tells a full disk by its message only; with less room than this it is taken for full.
   */
  static final long FULL_BELOW_BYTES = 1 << 20;

  /** What a call needs that only looks. */
  static final long NOTHING = -1;

  private final Object store;
  private final Disk disk;
  private final Path root;

  LocalErrors(Object store, Disk disk, Path root) {
    this.store = store;
    this.disk = disk;
    this.root = root;
  }

  /**
   * Translates an error.
   *
   * @param needed the bytes that the call had to write, 0 if it cannot tell, or {@link #NOTHING}
   */
  BlockStoreException translate(
      Operation operation, @Nullable BlockKey key, IOException error, long needed) {
    String what = detail(error);
    Failure failure = new Failure(store.toString(), operation, key, what, "");
    return switch (error) {
      case BlockStoreException typed -> typed;
      case LostSyncException lost ->
          new OutcomeUnknownException(
              failure.remedy("check the disk; the store takes no changes until it is reopened"),
              lost);
      case FileWriter.WrongContentException wrong ->
          new InvalidRequestException(
              failure.remedy("bring content that can be read and has the length announced"), wrong);
      case DamagedFileException damaged ->
          new CorruptBlockException(failure.remedy("restore the block from a copy"), damaged);
      case AccessDeniedException denied ->
          new AccessRefusedException(
              failure.remedy("check owner and mode, and that no symbolic link is on the path"),
              denied);
      case NoSuchFileException gone when needed == NOTHING ->
          new BlockNotFoundException(failure.remedy("check that the root is still there"), gone);
      default -> passing(failure, error, needed);
    };
  }

  private BlockStoreException passing(Failure failure, IOException error, long needed) {
    return isFull(needed)
        ? new OutOfSpaceException(failure.remedy("free space on the disk"), error)
        : new StoreUnavailableException(failure.remedy("check the disk and its limits"), error);
  }

  private boolean isFull(long needed) {
    try {
      return needed != NOTHING && disk.usableBytes(root) - FULL_BELOW_BYTES < needed;
    } catch (IOException unknown) {
      return false;
    }
  }

  private static String detail(IOException error) {
    return Objects.requireNonNullElse(error.getMessage(), error.getClass().getSimpleName());
  }
}
