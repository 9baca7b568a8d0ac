package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process that is killed while clients write, and started again. */
class ServeKillTest {

  private static final int ROUNDS = 2;
  private static final int CLIENTS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LEAST_PART = 5 << 20;
  private static final int BY_CLIENT = LEAST_PART + 10_000;

  /**
   * Into memory as a whole, at the bound of that, in parts to the store, in parts by the client.
   */
  private static final List<Integer> SIZES =
      List.of(0, 1_000, 70_000, 3_000_000, 8 << 20, (8 << 20) + 1, BY_CLIENT);

  private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");
  private static final Pattern UPLOAD = Pattern.compile("<UploadId>([^<]+)</UploadId>");

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Semaphore answers = new Semaphore(0);
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path directory;

  @Test
  void whatWasAnsweredWellIsThereAndWholeAfterAKillAndNothingElseIsHalfThere() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("replay with seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      writeUntilKilled(round, random);
      try (ServedProcess server = new ServedProcess(directory.resolve("data"))) {
        verify(server);
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
  }

  private void writeUntilKilled(int round, Random random) throws Exception {
    try (ServedProcess server = new ServedProcess(directory.resolve("data"))) {
      assertThat(put(server.uri("/photos"), new byte[0]).statusCode()).isIn(200, 409);
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String prefix = round + "-" + i + "-";
        long own = random.nextLong();
        clients.add(Thread.ofVirtual().start(() -> write(server, prefix, new Random(own))));
      }
      int enough = random.nextInt(5, 20);
      assertThat(answers.tryAcquire(enough, PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      server.kill();
      for (Thread client : clients) {
        assertThat(client.join(PATIENCE)).isTrue();
      }
      answers.drainPermits();
    }
  }

  /** Writes one object after the other until the server is gone. */
  private void write(ServedProcess server, String prefix, Random random) {
    try {
      for (int i = 0; ; i++) {
        int size = SIZES.get(random.nextInt(SIZES.size()));
        String key = prefix + i + "-" + size;
        boolean well =
            size == BY_CLIENT
                ? uploaded(server, key)
                : put(server.uri("/photos/" + key), content(key)).statusCode() == 200;
        if (!well) {
          return;
        }
        acknowledged.add(key);
        answers.release();
      }
    } catch (IOException killed) {
      // what was not answered counts for nothing
    }
  }

  private boolean uploaded(ServedProcess server, String key) throws IOException {
    String path = "/photos/" + key;
    Matcher id = UPLOAD.matcher(send(server.uri(path + "?uploads"), "POST", new byte[0]).body());
    if (!id.find()) {
      return false;
    }
    byte[] bytes = content(key);
    StringBuilder parts = new StringBuilder("<CompleteMultipartUpload>");
    for (int part = 1; part <= 2; part++) {
      byte[] piece =
          part == 1
              ? Arrays.copyOf(bytes, LEAST_PART)
              : Arrays.copyOfRange(bytes, LEAST_PART, bytes.length);
      String query = "?partNumber=" + part + "&uploadId=" + id.group(1);
      String etag = put(server.uri(path + query), piece).headers().firstValue("ETag").orElse("");
      parts.append("<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>".formatted(part, etag));
    }
    HttpResponse<String> complete =
        send(
            server.uri(path + "?uploadId=" + id.group(1)),
            "POST",
            parts.append("</CompleteMultipartUpload>").toString().getBytes(StandardCharsets.UTF_8));
    return complete.statusCode() == 200 && complete.body().contains("<ETag>");
  }

  private void verify(ServedProcess server) throws Exception {
    Set<String> listed = new HashSet<>();
    Matcher keys = KEY.matcher(send(server.uri("/photos?list-type=2"), "GET", new byte[0]).body());
    while (keys.find()) {
      listed.add(keys.group(1));
    }
    assertThat(listed).containsAll(acknowledged);
    for (String key : listed) {
      HttpRequest get = HttpRequest.newBuilder(server.uri("/photos/" + key)).build();
      HttpResponse<byte[]> answer = http.send(get, BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).as(key).isEqualTo(200);
      assertThat(Arrays.equals(answer.body(), content(key))).as("%s is whole", key).isTrue();
    }
  }

  /** Returns what an object holds, by its name. */
  private static byte[] content(String key) {
    byte[] bytes = new byte[Integer.parseInt(key.substring(key.lastIndexOf('-') + 1))];
    new Random(key.hashCode()).nextBytes(bytes);
    return bytes;
  }

  private HttpResponse<String> put(URI uri, byte[] body) throws IOException {
    return send(uri, "PUT", body);
  }

  private HttpResponse<String> send(URI uri, String method, byte[] body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
