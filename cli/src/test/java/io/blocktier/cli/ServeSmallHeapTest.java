package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies wait for one another; they do not fill the heap. */
class ServeSmallHeapTest {

  private static final int CLIENTS = 24;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** As patient as the clients, so that no body is sent away because the machine is slow. */
  private static final Map<String, String> PATIENT =
      Map.of("BLOCKTIER_GATEWAY_LIMITS_BODY_WAIT", "5m");

  /** Each takes buffers of another size, and the last goes in parts. */
  private static final int[] SIZES = {
    50_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000, 9_000_000
  };

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path directory;

  @Test
  @Timeout(600)
  void manyLargeBodiesAtOnceAreTakenByAServerWithASmallHeap() throws Exception {
    try (ServedProcess server = new ServedProcess(directory.resolve("data"), "96m", PATIENT)) {
      assertThat(put(server, "/large", 0).join()).isEqualTo(200);
      for (int size : SIZES) {
        var answers =
            IntStream.range(0, CLIENTS).mapToObj(i -> put(server, "/large/" + i, size)).toList();
        assertThat(answers).as("of %d bytes", size).allMatch(answer -> answer.join() == 200);
      }
    }
  }

  private CompletableFuture<Integer> put(ServedProcess server, String path, int size) {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri(path))
            .timeout(PATIENCE)
            .PUT(BodyPublishers.ofByteArray(new byte[size]))
            .build();
    return http.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
  }
}
