package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeTest {

  private static final int TIMEOUT_MILLIS = 60_000;
  private static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> SECRET =
      Map.of("BLOCKTIER_GATEWAY_SECRET_KEY", Served.SECRET);

  private static final String UNKNOWN =
      "block_store: {type: memory}\ngateway: {lissten: '127.0.0.1:0'}\n";

  @TempDir private Path directory;

  private Served serve(Map<String, String> env, Object... more) {
    List<Object> args =
        new java.util.ArrayList<>(
            List.of("serve", "--data", directory.resolve("data"), "--listen", "127.0.0.1:0"));
    args.addAll(List.of(more));
    return Served.start(env, args.toArray());
  }

  @Test
  void whatIsPutThroughS3IsThereAfterTheNextStart() throws Exception {
    Path original = Files.write(directory.resolve("original"), MemoryStoreTest.bytes(9_000_000, 7));
    try (Served served = serve(SECRET, "--access-key", Served.KEY, "--anonymous")) {
      assertThat(http(served.uri("/photos"), "PUT", "").statusCode()).isEqualTo(200);
      Outcome put = served.client().execute("put", original, served.s3("photos/a"));
      assertThat(put.status()).as(put.err()).isZero();
      Outcome end = served.stop();
      assertThat(end.status()).isZero();
      assertThat(end.err()).isEmpty();
    }
    try (Served served = serve(SECRET, "--access-key", Served.KEY)) {
      Path fetched = directory.resolve("fetched");
      Outcome get = served.client().execute("get", served.s3("photos/a"), fetched);
      assertThat(get.status()).as(get.err()).isZero();
      assertThat(fetched).hasSameBinaryContentAs(original);
    }
  }

  /** The file has what everybody may read; the id is nobody's secret, and the secret in no list. */
  @Test
  void aFileIsServedWithAnIdOfTheCommandLineAndASecretOfTheEnvironment() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            "block_store: {type: memory}\ngateway: {listen: '127.0.0.1:0'}\n");
    try (Served served =
        Served.start(SECRET, "serve", "--config", file, "--access-key", Served.KEY)) {
      assertThat(served.line()).contains("keys [" + Served.KEY + "]");
    }
    Outcome alone =
        new Cli()
            .with("BLOCKTIER_GATEWAY_SECRET_KEY", Served.SECRET)
            .execute("serve", "--config", file, "--anonymous");
    assertThat(alone.status()).isEqualTo(3);
    assertThat(alone.err()).contains("gateway.secret_key: stands alone; write access_key");
  }

  @Test
  void theStartUpLineSaysEverythingButSecrets() {
    try (Served served =
        serve(
            NONE,
            "--access-key",
            Served.KEY,
            "--secret-key",
            Served.SECRET,
            "--health-listen",
            "127.0.0.1:0",
            "--region",
            "eu-north-1",
            "--domain",
            "s3.example")) {
      assertThat(served.line())
          .startsWith("serving S3 at http://127.0.0.1:")
          .contains("health http://127.0.0.1:", "region eu-north-1", "domain s3.example")
          .contains("keys [tester]", "anonymous refused", "buckets []", "durability local")
          .contains("block store local: path=" + directory.resolve("data"))
          .doesNotContain(Served.SECRET);
    }
  }

  @Test
  void theStartUpLineMayBeJson() {
    try (Served served = serve(NONE, "--anonymous", "read_only", "--json")) {
      assertThat(served.line())
          .startsWith("{\"address\":\"http://127.0.0.1:")
          .contains("\"anonymous\":\"read_only\"", "\"durability\":\"local\"");
    }
  }

  @Test
  void aSecretInAFileServes() throws Exception {
    Path file = secret(Served.SECRET + "\n", "rw-------");
    try (Served served = serve(NONE, "--access-key", Served.KEY, "--secret-key-file", file)) {
      assertThat(served.client().execute("ls", served.s3("none/")).status()).isEqualTo(4);
      Cli stranger = served.client().with("BLOCKTIER_BLOCK_STORE_S3_SECRET_ACCESS_KEY", "other");
      assertThat(stranger.execute("ls", served.s3("none/")).status()).isEqualTo(5);
    }
  }

  @Test
  void aBucketOfTheConfigurationShowsBlocksThatAreThereThroughACache() throws Exception {
    Path store = directory.resolve("blocks");
    Path cached = LocalConfig.cached(directory, store, directory.resolve("cache"));
    Path block = Files.writeString(directory.resolve("block"), "a picture");
    assertThat(Cli.run("put", block, "file:" + store + "/media/photos/a").status()).isZero();
    Files.writeString(
        cached,
        Files.readString(cached)
            + """
            gateway:
              listen: 127.0.0.1:0
              health_listen: 127.0.0.1:0
              anonymous: read_write
              buckets: {photos: media/photos/}
            """);
    try (Served served = Served.start(NONE, "serve", "--config", cached)) {
      assertThat(served.line()).contains("buckets [photos]", "cache: path=");
      assertThat(http(served.uri("/photos/a"), "GET", "").body()).isEqualTo("a picture");
      assertThat(http(served.uri("/photos/b"), "PUT", "another").statusCode()).isEqualTo(200);
      awaitFigure(
          served,
          "blocktier_cache_reads_total{found=\"store\",store=\"local\"}",
          reads -> reads > 0);
    }
    assertThat(Cli.run("--config", cached, "get", "media/photos/b", "-").out())
        .isEqualTo("another");
  }

  @Test
  void theFiguresOfGatewayAndStoreAreTold() throws Exception {
    try (Served served = serve(NONE, "--anonymous", "--health-listen", "127.0.0.1:0")) {
      http(served.uri("/photos"), "PUT", "");
      for (int i = 0; i < 5; i++) {
        http(served.uri("/photos/" + i), "PUT", "hello");
      }
      http(served.uri("/photos/none"), "GET", "");
      String puts = "{operation=\"PutObject\",status=\"200\"}";
      awaitFigure(served, "blocktier_gateway_requests_seconds_count" + puts, count -> count == 5);
      awaitFigure(
          served, "blocktier_gateway_errors_total{code=\"NoSuchKey\"}", count -> count == 1);
      awaitFigure(served, "blocktier_gateway_bytes_total{direction=\"in\"}", bytes -> bytes == 25);
      try (Socket socket = begun(served)) {
        awaitFigure(served, "blocktier_gateway_connections", count -> count == 1);
        awaitFigure(served, "blocktier_gateway_body_memory", bytes -> bytes > 0);
        socket.getOutputStream().write(new byte[1000]);
        assertThat(line(socket)).isEqualTo("HTTP/1.1 200 OK");
      }
      awaitFigure(
          served,
          "blocktier_store_bytes_count{direction=\"written\",store=\"local\"}",
          writes -> writes >= 5);
      assertThat(http(served.health("/health"), "GET", "").body()).isEqualTo("ok\n");
      assertThat(http(served.health("/ready"), "GET", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRequestUnderWayIsAnsweredAndNoFurtherOneTaken() throws Exception {
    try (Served served = serve(NONE, "--anonymous")) {
      http(served.uri("/photos"), "PUT", "");
      try (Socket socket = begun(served)) {
        served.signal();
        awaitRefusal(served);
        socket.getOutputStream().write(new byte[1000]);
        assertThat(line(socket)).isEqualTo("HTTP/1.1 200 OK");
      }
      assertThat(served.end().status()).isZero();
    }
  }

  @Test
  void aRequestThatDoesNotEndIsCutOffWhenTheTimeIsOver() throws Exception {
    try (Served served = serve(NONE, "--anonymous", "--drain", "200ms")) {
      http(served.uri("/photos"), "PUT", "");
      try (Socket socket = begun(served)) {
        Outcome end = served.stop();
        assertThat(end.status()).isEqualTo(1);
        assertThat(end.err()).contains("requests were cut off");
        assertThat(socket.isConnected()).isTrue();
      }
    }
  }

  @Timeout(60) // a server that starts would never end
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "serve|2|nothing is served; add --data DIR or --config FILE",
        "serve --data D|3|there is no access key; add --access-key with a secret",
        "serve --data D --config C|2|both say what is served",
        "serve --data D --access-key a|3|gateway.secret_key: is missing",
        "serve --data D --secret-key a|3|gateway.secret_key: stands alone",
        "serve --data D --access-key a --secret-key-file /none|3|/none: there is no such file",
        "serve --data D --anonymous all|3|'all' is not one of read_only | read_write",
        "serve --data D --anonymous --listen 9000|3|is not host:port",
        "serve --data D --anonymous --listen 192.0.2.1:0|3|cannot listen at 192.0.2.1:0",
        "serve --data D --anonymous --listen no.such.host.invalid:0|3|the server cannot start",
        "serve --data D --anonymous --listen TAKEN|3|Address already in use",
        "serve --data D --anonymous --listen 127.0.0.1:0 --health-listen TAKEN|3|cannot listen",
        "serve --data D --anonymous --tls-certificate /none --tls-key /none|3|/none: no such file",
        "serve --data D --anonymous --tls-key /none|3|tls needs both",
        "serve --data D --anonymous --drain soon|3|gateway.drain: 'soon' is not a duration",
        "serve --data D --anonymous --region a/b|3|gateway.region: 'a/b' is not a name",
        "serve --data F --anonymous|2|/file is not a directory; name a directory",
        "serve --data F/x --anonymous|2|/file/x is not a directory; name a directory",
        "serve --data EMPTY --anonymous|2|--data names nothing; name a directory",
        "serve --data D --access-key a --secret-key-file W|3|run chmod o= on it",
        "serve --data D --access-key a --secret-key-file N|3|its first line holds no secret",
        "serve --data D --access-key a --secret-key-file .|3|is a directory; name a file",
        "serve --data D --access-key a --secret-key EMPTY|3|gateway.secret_key: is not non-empty text",
        "serve --data D --access-key EMPTY --secret-key b|3|gateway.access_key: is empty",
        "serve --data D --access-key a --secret-key b --secret-key-file c|3|remove one",
        "serve --data D --anonymous --listen 127.0.0.1:70000|3|is not host:port",
        "serve --data D --anonymous --listen EMPTY|3|is not host:port",
        "serve --data D --anonymous --listen TAKEN|3|name an address of this machine where nobody",
        "serve --data D --anonymous --health-listen x:y|3|gateway.health_listen: 'x:y' is not host",
        "serve --data D --anonymus|2|did you mean --anonymous?",
        "serve --config none.yaml|3|there is no such file",
        "serve --config C|3|there is no access key",
        "serve --config U --anonymous|3|gateway.lissten: there is no such key; did you mean 'listen'",
        "serve --data|2|--data",
        "serve D|2|Unmatched argument"
      },
      ignoreLeadingAndTrailingWhitespace = true)
  void whatCannotBeServedIsRefusedInOneLineWithTheRemedy(String line, int status, String problem)
      throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, Object> words =
          Map.of(
              "TAKEN", "127.0.0.1:" + taken.getLocalPort(),
              "D", directory.resolve("data"),
              "F", Files.writeString(directory.resolve("file"), "no directory"),
              "F/x", directory.resolve("file").resolve("x"),
              "EMPTY", "",
              "W", secret("open to the world", "rw-r--rw-"),
              "N", Files.createFile(directory.resolve("none")),
              "U", Files.writeString(directory.resolve("u.yaml"), UNKNOWN),
              "C", LocalConfig.memory(directory, "1MiB"));
      Files.setPosixFilePermissions(
          directory.resolve("none"), PosixFilePermissions.fromString("rw-------"));
      Object[] args =
          Arrays.stream(line.split(" ")).map(word -> words.getOrDefault(word, word)).toArray();
      Outcome outcome = Cli.run(args);
      assertThat(outcome.status()).as(outcome.err()).isEqualTo(status);
      assertThat(outcome.err()).contains(problem).hasLineCount(1);
      assertThat(outcome.out()).isEmpty();
    }
  }

  @Test
  void oneCacheHasOneServer() throws Exception {
    Path config =
        LocalConfig.cached(directory, directory.resolve("store"), directory.resolve("cache"));
    Files.writeString(
        config,
        Files.readString(config) + "gateway: {listen: 127.0.0.1:0, anonymous: read_write}\n");
    try (Served first = Served.start(NONE, "serve", "--config", config)) {
      http(first.uri("/photos"), "PUT", "");
      http(first.uri("/photos/a"), "PUT", "text");
      Outcome second = Cli.run("serve", "--config", config);
      assertThat(second.status()).isEqualTo(7);
      assertThat(second.err()).contains("is in use by another process or journal").hasLineCount(1);
      assertThat(http(first.uri("/photos/a"), "GET", "").body()).isEqualTo("text");
    }
  }

  @Test
  void twoServersOfOneDirectoryShowTheSame() throws Exception {
    try (Served first = serve(NONE, "--anonymous");
        Served second = serve(NONE, "--anonymous")) {
      http(first.uri("/photos"), "PUT", "");
      http(first.uri("/photos/a"), "PUT", "one");
      assertThat(http(second.uri("/photos/a"), "GET", "").body()).isEqualTo("one");
      http(second.uri("/photos/a"), "PUT", "two");
      assertThat(http(first.uri("/photos/a"), "GET", "").body()).isEqualTo("two");
      assertThat(http(second.uri("/photos/a"), "DELETE", "").statusCode()).isEqualTo(204);
      assertThat(http(first.uri("/photos/a"), "GET", "").statusCode()).isEqualTo(404);
    }
  }

  private Path secret(String text, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  /** Returns a connection with a PUT of 1000 bytes that the server has begun to take. */
  private static Socket begun(Served served) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.uri("").getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    String head = "PUT /photos/a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n";
    socket
        .getOutputStream()
        .write((head + "Expect: 100-continue\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    assertThat(line(socket)).isEqualTo("HTTP/1.1 100 Continue");
    assertThat(line(socket)).isEmpty();
    return socket;
  }

  /** Connects again and again until nobody listens any more; the test has a deadline. */
  private static void awaitRefusal(Served served) throws IOException {
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.uri("").getPort())) {
        assertThat(socket.isConnected()).isTrue();
      } catch (SocketException e) { // a reset is of a connection that nobody took any more
        if (e instanceof ConnectException) {
          return;
        }
      }
    }
  }

  private static String line(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  /** Reads a figure until it is as expected: the server may count behind its answer. */
  private static void awaitFigure(Served served, String name, DoublePredicate expected)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    List<String> found = figures(served, name);
    while (found.size() != 1 || !expected.test(Double.parseDouble(found.getFirst()))) {
      assertThat(System.nanoTime() - end).as("%s is %s", name, found).isNegative();
      found = figures(served, name);
    }
  }

  private static List<String> figures(Served served, String name) throws Exception {
    return http(served.health("/metrics"), "GET", "")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .toList();
  }

  private static HttpResponse<String> http(URI uri, String method, String body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body)).build();
      return client.send(request, BodyHandlers.ofString());
    }
  }
}
