package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server over files that is killed while clients append to a directory bucket. */
class ServeAppendKillTest {

  private static final int ROUNDS = 2;
  private static final int CLIENTS = 3;
  private static final int ENOUGH = 40;
  private static final String BUCKET = "/logs--use1-az4--x-s3";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long NO_OFFSET = -1;
  private static final String PLACE =
      """
      <CreateBucketConfiguration>
        <Location><Name>use1-az4</Name><Type>AvailabilityZone</Type></Location>
        <Bucket><Type>Directory</Type><DataRedundancy>SingleAvailabilityZone</DataRedundancy></Bucket>
      </CreateBucketConfiguration>
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Semaphore answers = new Semaphore(0);

  @TempDir private Path directory;

  /** What a client has been told about its own object. */
  private static final class Log {
    private final String key;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final StringBuilder acknowledged = new StringBuilder();
    private String underway = "";

    Log(String key) {
      this.key = key;
    }
  }

  @Test
  void appendsThatWereAnsweredAreThereBehindEachOtherAfterAKill() throws Exception {
    List<Log> logs = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      logs.add(new Log("log-" + i));
    }
    for (int round = 0; round < ROUNDS; round++) {
      appendUntilKilled(logs);
      try (ServedProcess server = new ServedProcess(directory)) {
        for (Log log : logs) {
          verify(server, log);
        }
      }
    }
  }

  private void appendUntilKilled(List<Log> logs) throws Exception {
    try (ServedProcess server = new ServedProcess(directory)) {
      if (logs.stream().allMatch(log -> log.acknowledged.isEmpty())) {
        assertThat(send(server, "PUT", "", PLACE, NO_OFFSET).statusCode()).isEqualTo(200);
      }
      List<Thread> clients = new ArrayList<>();
      for (Log log : logs) {
        clients.add(Thread.ofVirtual().start(() -> append(server, log)));
      }
      assertThat(answers.tryAcquire(ENOUGH, PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      for (Log log : logs) {
        assertThat(log.begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(log.key).isTrue();
      }
      server.kill();
      for (Thread client : clients) {
        assertThat(client.join(PATIENCE)).isTrue();
      }
      answers.drainPermits();
    }
  }

  /** Appends one line after the other until the server is gone. */
  private void append(ServedProcess server, Log log) {
    try {
      for (int i = 0; ; i++) {
        long offset = log.acknowledged.length();
        log.underway = "line " + i + " behind " + offset + "x".repeat(i * 37 % 5_000) + "\n";
        HttpResponse<String> answer = send(server, "PUT", "/" + log.key, log.underway, offset);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        log.acknowledged.append(log.underway);
        log.underway = "";
        log.begun.countDown();
        answers.release();
      }
    } catch (IOException killed) {
      // what was not answered may be there whole, or not at all
    }
  }

  /** Takes what is there for acknowledged, so that the next round goes on behind it. */
  private void verify(ServedProcess server, Log log) throws IOException {
    String there = send(server, "GET", "/" + log.key, "", NO_OFFSET).body();
    String least = log.acknowledged.toString();
    assertThat(there).as(log.key).isNotEmpty().isIn(least, least + log.underway);
    log.acknowledged.replace(0, least.length(), there);
  }

  private HttpResponse<String> send(
      ServedProcess server, String method, String path, String body, long offset)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(BUCKET + path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofString(body));
    if (offset != NO_OFFSET) {
      request.header("x-amz-write-offset-bytes", Long.toString(offset));
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
