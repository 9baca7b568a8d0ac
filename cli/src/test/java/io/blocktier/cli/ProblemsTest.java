package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemsTest {

  private static final Failure FAILURE =
      Failure.of("s3:b", Operation.READ, BlockKey.of("a/b"), "it is gone");

  static Stream<Arguments> everyErrorOfAStore() {
    return Stream.of(
        Arguments.of(new BlockNotFoundException(FAILURE), 4, "not_found"),
        Arguments.of(new AccessRefusedException(FAILURE), 5, "access_refused"),
        Arguments.of(new PreconditionFailedException(FAILURE), 6, "precondition_failed"),
        Arguments.of(new StoreUnavailableException(FAILURE, null), 7, "unavailable"),
        Arguments.of(new OutcomeUnknownException(FAILURE), 7, "outcome_unknown"),
        Arguments.of(new CorruptBlockException(FAILURE), 8, "corrupt"),
        Arguments.of(new OutOfSpaceException(FAILURE), 9, "out_of_space"),
        Arguments.of(new UnsupportedByStoreException(FAILURE), 10, "unsupported"),
        Arguments.of(new InvalidRequestException(FAILURE), 2, "invalid_request"),
        Arguments.of(new RangeNotSatisfiableException(FAILURE), 2, "invalid_request"),
        Arguments.of(new StoreClosedException(FAILURE), 1, "closed"));
  }

  @ParameterizedTest
  @MethodSource("everyErrorOfAStore")
  void errorOfAStoreHasItsStatusAndSaysWhere(BlockStoreException e, int status, String type) {
    Problem problem = Problems.of(e);
    assertThat(problem.code().status()).isEqualTo(status);
    assertThat(problem.type()).isEqualTo(type);
    assertThat(problem.line()).startsWith("s3:b: read 'a/b': it is gone");
    assertThat(error(problem))
        .containsEntry("store", "s3:b")
        .containsEntry("operation", "read")
        .containsEntry("key", "a/b");
  }

  @Test
  void remedyOfTheStoreGoesBeforeTheUsualOne() {
    Problem problem = Problems.of(new BlockNotFoundException(FAILURE.remedy("write it first")));
    assertThat(problem.line()).isEqualTo("s3:b: read 'a/b': it is gone; write it first");
    assertThat(Problems.of(new BlockNotFoundException(FAILURE)).line())
        .contains("; 'blocktier ls'");
  }

  static Stream<Arguments> errorsOfTheFileSystem() {
    return Stream.of(
        Arguments.of(new NoSuchFileException("/x"), 4, "/x: no such file or directory"),
        Arguments.of(new AccessDeniedException("/x"), 5, "/x: permission denied"),
        Arguments.of(new NotDirectoryException("/x"), 2, "/x: not a directory"),
        Arguments.of(
            new FileSystemException("/x", null, "Is a directory"), 1, "/x: Is a directory"),
        Arguments.of(new IOException("reset"), 1, "input or output failed: reset"),
        Arguments.of(
            new UncheckedIOException(new NoSuchFileException("/x")),
            4,
            "/x: no such file or directory"));
  }

  @ParameterizedTest
  @MethodSource("errorsOfTheFileSystem")
  void errorOfTheFileSystemIsReadable(Exception e, int status, String line) {
    assertThat(Problems.of(e).code().status()).isEqualTo(status);
    assertThat(Problems.of(e).line()).isEqualTo(line);
  }

  @Test
  void existingFileNamesTheOption() {
    assertThat(Problems.of(new FileAlreadyExistsException("/x")).line())
        .isEqualTo("/x: exists already; --force replaces a file");
  }

  @Test
  void lackOfMemoryIsNoDefect() {
    Problem problem = Problems.of(new OutOfMemoryError("Java heap space"));
    assertThat(problem.code()).isEqualTo(ExitCode.FAILED);
    assertThat(problem.line()).startsWith("out of memory: Java heap space; take a smaller -j");
  }

  @Test
  void illegalPathIsUsage() {
    Exception e = org.assertj.core.api.Assertions.catchException(() -> Path.of("a\u0000b"));
    assertThat(Problems.of(e).code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void defectOfTheProgramIsOneLineWithStatus70() {
    Problem problem = Problems.of(new IllegalStateException("first\nsecond"));
    assertThat(problem.code().status()).isEqualTo(70);
    assertThat(problem.line())
        .isEqualTo(
            "unexpected IllegalStateException: first second; this is a defect; --debug shows"
                + " where");
  }

  @Test
  void whatAServerSaysCannotDriveTheTerminal() {
    Failure hostile = Failure.of("s3:b", Operation.STAT, "\u001b[2J\r\nblocktier: fake\u009b1m");
    assertThat(Problems.of(new StoreUnavailableException(hostile, null)).line())
        .doesNotContain("\u001b", "\r", "\n", "\u009b");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> error(Problem problem) {
    return (Map<String, Object>) problem.json().get("error");
  }
}
