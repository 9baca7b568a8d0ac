package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.spi.Effects;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResultsTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Effects effects = Effects.ofSystem();
  private final Cancellation cancellation = new Cancellation(Thread.currentThread());
  private final Session session =
      new Session(
          new Console(
              InputStream.nullInputStream(),
              new ByteArrayOutputStream(),
              err,
              Console.Device.PIPE,
              Console.Device.PIPE,
              80),
          Map.of(),
          effects,
          cancellation);
  private final Results results = new Results(session, session.progress("test"), false);

  @AfterEach
  void stop() {
    session.close();
    effects.executor().shutdownNow();
  }

  @Test
  void storeThatRefusesEverythingIsGivenUpWithItsStatus() {
    fail(refused(), Results.MOST_VAIN_ATTEMPTS - 1);
    assertThatCode(results::requireHope).doesNotThrowAnyException();
    fail(refused(), 1);
    assertThatThrownBy(results::requireHope)
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.ACCESS_REFUSED));
  }

  @Test
  void whatIsInterruptedByGivingUpIsNoNews() {
    fail(refused(), Results.MOST_VAIN_ATTEMPTS);
    assertThatThrownBy(results::requireHope).isInstanceOf(CommandException.class);
    int lines = err.toString(StandardCharsets.UTF_8).lines().toList().size();
    fail(refused(), 5);
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(lines);
  }

  @Test
  void oneSuccessIsReasonToGoOn() {
    results.done(1, Map.of());
    fail(refused(), 3 * Results.MOST_VAIN_ATTEMPTS);
    assertThatCode(results::requireHope).doesNotThrowAnyException();
    assertThat(results.finishSilently()).isEqualTo(ExitCode.FAILED.status());
  }

  @Test
  void blocksThatAreThereAlreadyAndFilesThatCannotBeReadAreNoReasonToGiveUp() {
    fail(
        new PreconditionFailedException(Failure.of("s", Operation.WRITE, "exists")),
        2 * Results.MOST_VAIN_ATTEMPTS);
    for (int i = 0; i < 2 * Results.MOST_VAIN_ATTEMPTS; i++) {
      results.failed(new AccessDeniedException("/x"));
    }
    assertThatCode(results::requireHope).doesNotThrowAnyException();
  }

  @Test
  void failuresOfOneKindKeepTheirStatusAndOthersDoNot() {
    fail(refused(), 2);
    assertThat(results.finishSilently()).isEqualTo(ExitCode.ACCESS_REFUSED.status());
    results.failed(new AccessDeniedException("/x"));
    assertThat(results.finishSilently()).isEqualTo(ExitCode.ACCESS_REFUSED.status());
    fail(new PreconditionFailedException(Failure.of("s", Operation.WRITE, "exists")), 1);
    assertThat(results.finishSilently()).isEqualTo(ExitCode.FAILED.status());
  }

  private void fail(BlockStoreException e, int times) {
    for (int i = 0; i < times; i++) {
      results.failed(e);
    }
  }

  private static BlockStoreException refused() {
    return new AccessRefusedException(Failure.of("s", Operation.WRITE, "no"));
  }
}
