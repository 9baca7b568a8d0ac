package io.blocktier.cli;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/** Finds out what an exception means to the user. */
final class Problems {

  private Problems() {}

  static Problem of(Throwable e) {
    return switch (e) {
      case CommandException own -> Problem.of(own.code(), own.message(), own.remedy());
      case BlockStoreException store -> ofStore(store);
      case ConfigException config ->
          Problem.of(
              ExitCode.CONFIGURATION, text(config), "'blocktier config reference' has all keys");
      case InvalidPathException path ->
          Problem.of(ExitCode.USAGE, "not a file name here: " + text(path), "");
      case FileSystemException file -> ofFile(file);
      case UncheckedIOException wrapped -> of(Objects.requireNonNull(wrapped.getCause()));
      case IOException io -> Problem.of(ExitCode.FAILED, "input or output failed: " + text(io), "");
      case InterruptedException _ -> Problem.of(ExitCode.CANCELLED, "cancelled", "");
      case OutOfMemoryError memory ->
          Problem.of(
              ExitCode.FAILED,
              "out of memory: " + text(memory),
              "take a smaller -j, or more memory with BLOCKTIER_JAVA_OPTS=-Xmx4g");
      default -> ofDefect(e);
    };
  }

  private static Problem ofStore(BlockStoreException e) {
    return switch (e) {
      case BlockNotFoundException _ ->
          Problem.ofStore(ExitCode.NOT_FOUND, "not_found", e, "'blocktier ls' shows what there is");
      case AccessRefusedException _ ->
          Problem.ofStore(
              ExitCode.ACCESS_REFUSED, "access_refused", e, "check credentials and permissions");
      case PreconditionFailedException _ ->
          Problem.ofStore(ExitCode.PRECONDITION_FAILED, "precondition_failed", e, "look with stat");
      case StoreUnavailableException _ ->
          Problem.ofStore(ExitCode.UNAVAILABLE, "unavailable", e, "try again later");
      case OutcomeUnknownException _ ->
          Problem.ofStore(ExitCode.UNAVAILABLE, "outcome_unknown", e, "look with stat first");
      case CorruptBlockException _ -> Problem.ofStore(ExitCode.CORRUPT, "corrupt", e, "");
      case OutOfSpaceException _ ->
          Problem.ofStore(ExitCode.OUT_OF_SPACE, "out_of_space", e, "make room");
      case UnsupportedByStoreException _ ->
          Problem.ofStore(
              ExitCode.UNSUPPORTED, "unsupported", e, "'blocktier probe' shows what it can do");
      case InvalidRequestException _ -> Problem.ofStore(ExitCode.USAGE, "invalid_request", e, "");
      case StoreClosedException _ -> Problem.ofStore(ExitCode.FAILED, "closed", e, "");
    };
  }

  private static Problem ofFile(FileSystemException e) {
    String file = Objects.requireNonNullElse(e.getFile(), "a file");
    return switch (e) {
      case NoSuchFileException _ ->
          Problem.of(ExitCode.NOT_FOUND, file + ": no such file or directory", "");
      case AccessDeniedException _ ->
          Problem.of(ExitCode.ACCESS_REFUSED, file + ": permission denied", "");
      case FileAlreadyExistsException _ ->
          Problem.of(
              ExitCode.PRECONDITION_FAILED, file + ": exists already", "--force replaces a file");
      case NotDirectoryException _ -> Problem.of(ExitCode.USAGE, file + ": not a directory", "");
      case DirectoryNotEmptyException _ ->
          Problem.of(ExitCode.FAILED, file + ": directory is not empty", "");
      case FileSystemLoopException _ ->
          Problem.of(ExitCode.FAILED, file + ": a cycle of directories", "");
      default ->
          Problem.of(
              ExitCode.FAILED,
              file + ": " + Objects.requireNonNullElse(e.getReason(), "failed"),
              "");
    };
  }

  private static Problem ofDefect(Throwable e) {
    String message = "unexpected " + e.getClass().getSimpleName() + ": " + text(e);
    return Problem.of(ExitCode.INTERNAL, message, "this is a defect; --debug shows where");
  }

  private static String text(Throwable e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }
}
