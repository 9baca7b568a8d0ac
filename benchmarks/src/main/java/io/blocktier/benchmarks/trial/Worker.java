package io.blocktier.benchmarks.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process of one contender: its first line is the trial, each further one an order, and each is
 * answered by one line.
 */
public final class Worker {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final List<Scenario> scenarios;
  private final BufferedReader orders;
  private final PrintStream answers;

  /**
   * Prepares a worker.
   *
   * @param scenarios those that it knows
   * @param orders what it is told
   * @param answers what it says
   */
  public Worker(List<Scenario> scenarios, InputStream orders, PrintStream answers) {
    this.scenarios = scenarios;
    this.orders = new BufferedReader(new InputStreamReader(orders, StandardCharsets.UTF_8));
    this.answers = answers;
  }

  /**
   * Follows orders until the last one, or until nobody is there to give any.
   *
   * @throws IOException if they cannot be read
   */
  public void run() throws IOException {
    String first = orders.readLine();
    if (first == null) {
      return;
    }
    try (Subject subject = open(JSON.readValue(first, Trial.class))) {
      answer(Answer.done());
      obey(subject);
    } catch (Exception | LinkageError e) {
      e.printStackTrace();
      answer(Answer.failed(e));
      return;
    }
    answer(Answer.done());
  }

  private Subject open(Trial trial) throws Exception {
    Scenario scenario =
        scenarios.stream()
            .filter(each -> each.name().equals(trial.scenario()))
            .findFirst()
            .orElseThrow(() -> new IOException("there is no scenario " + trial.scenario()));
    return scenario.contenders().stream()
        .filter(each -> each.name().equals(trial.contender()))
        .findFirst()
        .orElseThrow(() -> new IOException("there is no contender " + trial.contender()))
        .open(trial);
  }

  /** Whoever gives the orders may be gone; then there is nothing left to do. */
  private void obey(Subject subject) throws Exception {
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      Order order = JSON.readValue(line, Order.class);
      switch (order.kind()) {
        case PREPARE -> {
          subject.prepare();
          answer(Answer.done());
        }
        case ROUND -> answer(Answer.of(subject.round(Duration.ofMillis(order.millis()))));
        case STOP -> {
          return;
        }
      }
    }
  }

  private void answer(Answer answer) {
    answers.println(JSON.writeValueAsString(answer));
    answers.flush();
  }
}
