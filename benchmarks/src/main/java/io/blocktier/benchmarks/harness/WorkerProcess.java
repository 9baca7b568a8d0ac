package io.blocktier.benchmarks.harness;

import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.trial.Answer;
import io.blocktier.benchmarks.trial.Order;
import io.blocktier.benchmarks.trial.Trial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A contender at work, seen from outside. Not thread-safe. */
final class WorkerProcess implements AutoCloseable {

  /** How long anything may take beside the length of a round: to load, to settle, to end. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  /** How long it has from its last answer on to leave in order. */
  private static final Duration LEAVING = Duration.ofSeconds(10);

  private static final int LINES_OF_LOG = 12;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Trial trial;
  private final Path log;
  private final Process process;
  private final BufferedReader answers;
  private final OutputStream orders;
  private boolean leaving;

  private WorkerProcess(Trial trial, Path log, Process process) {
    this.trial = trial;
    this.log = log;
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = process.getOutputStream();
  }

  /**
   * Starts a worker and has it open its contender.
   *
   * @param command how a worker is started
   * @param trial what it is to do
   * @param log where what it has to say beside its answers goes
   * @return the worker, ready for rounds
   * @throws WorkerFailedException if it cannot
   */
  static WorkerProcess start(List<String> command, Trial trial, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    WorkerProcess worker = new WorkerProcess(trial, log, process);
    try {
      worker.send(JSON.writeValueAsString(trial));
      worker.answer(PATIENCE);
    } catch (IOException | RuntimeException e) {
      worker.kill();
      throw e;
    }
    return worker;
  }

  void prepare() throws IOException {
    order(new Order(Order.Kind.PREPARE, 0), PATIENCE);
  }

  Sample round(Duration length) throws IOException {
    return order(new Order(Order.Kind.ROUND, length.toMillis()), PATIENCE.plus(length))
        .sample()
        .orElseThrow(() -> failed("it said nothing of its round", null));
  }

  /** Lets it close what it has open. */
  void stop() throws IOException {
    order(new Order(Order.Kind.STOP, 0), PATIENCE);
    leaving = true;
  }

  /** Ends it as a crash would. */
  void kill() {
    process.destroyForcibly();
  }

  private Answer order(Order order, Duration patience) throws IOException {
    send(JSON.writeValueAsString(order));
    return answer(patience);
  }

  private void send(String line) throws IOException {
    try {
      orders.write((line + '\n').getBytes(StandardCharsets.UTF_8));
      orders.flush();
    } catch (IOException e) {
      throw failed("it is gone", e);
    }
  }

  private Answer answer(Duration patience) throws IOException {
    String line = await(patience);
    try {
      Answer answer = JSON.readValue(line, Answer.class);
      if (answer.failure().isPresent()) {
        throw failed(answer.failure().get(), null);
      }
      return answer;
    } catch (JacksonException e) {
      throw failed("its answer is refused: " + e.getOriginalMessage(), e);
    }
  }

  private String await(Duration patience) throws IOException {
    FutureTask<String> line = new FutureTask<>(this::readLine);
    Thread.ofVirtual().name("answer-of-" + trial.contender()).start(line);
    try {
      String answer = line.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.isEmpty()) {
        throw failed("it ended", null);
      }
      return answer;
    } catch (TimeoutException e) {
      throw failed("it did not answer within " + patience, e);
    } catch (ExecutionException e) {
      throw failed("it cannot be heard", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted while it was awaited", e);
    }
  }

  private String readLine() {
    try {
      String line = answers.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WorkerFailedException failed(String what, @Nullable Throwable cause) {
    String message = trial.contender() + " failed in " + trial.cell() + ": " + what + said();
    return new WorkerFailedException(message, cause);
  }

  private String said() {
    try {
      List<String> lines = Files.readAllLines(log);
      List<String> last = lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size());
      return last.isEmpty() ? "" : "\nit said\n  " + String.join("\n  ", last);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    try {
      if (!leaving || !process.waitFor(LEAVING.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
