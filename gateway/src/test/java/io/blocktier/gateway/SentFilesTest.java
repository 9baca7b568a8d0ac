package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.BlockFile;
import io.blocktier.blockstore.spi.BlockFiles;
import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that lie in files, and that the kernel sends. */
class SentFilesTest {

  private static final int SIZE = (5 << 20) + 77;
  private static final int FIRST = 128 << 10;
  private static final BlockKey BLOCK = BlockKey.of("photos/k");

  @TempDir Path root;

  private final Effects effects = Effects.ofSystem();
  private final byte[] content = new byte[SIZE];
  private Watched store;

  @BeforeEach
  void fill() throws IOException {
    new Random(9).nextBytes(content);
    store = new Watched(GatewayOverFilesTest.files(root, effects));
  }

  @AfterEach
  void stop() {
    effects.executor().close();
  }

  @Test
  void allButTheFirstBytesAreSentFromTheFileOnAConnectionThatGoesOn() throws Exception {
    try (GatewayFixture gateway = start(GatewayFixture.options());
        Socket socket = connect(gateway)) {
      for (int i = 0; i < 3; i++) {
        store.forget();
        assertThat(get(socket, "")).isEqualTo(content);
        assertThat(store.opened).containsExactly(ByteRange.of(FIRST, SIZE - FIRST));
        assertThat(store.read).containsExactly(ByteRange.of(0, FIRST));
        assertThat(get(socket, "Range: bytes=0-9\r\n")).isEqualTo(Arrays.copyOf(content, 10));
      }
      assertThat(get(socket, "Range: bytes=1000-3000000\r\n"))
          .isEqualTo(Arrays.copyOfRange(content, 1000, 3_000_001));
      awaitLastAnswer(gateway);
      assertThat(store.channels).allSatisfy(file -> assertThat(file.isOpen()).isFalse());
    }
  }

  /** The socket fills up again and again, and no thread may turn in circles for that. */
  @Test
  void aClientThatTakesItSlowlyGetsAllOfIt() throws Exception {
    try (GatewayFixture gateway = start(GatewayFixture.options());
        Socket socket = new Socket()) {
      socket.setReceiveBufferSize(8 << 10);
      socket.connect(gateway.gateway.address());
      assertThat(get(socket, "")).isEqualTo(content);
    }
  }

  @Test
  void aVersionThatIsReplacedWhileItIsSentIsSentToItsEnd() throws Exception {
    store.whenOpened = () -> Blocks.write(store, BLOCK, new byte[SIZE]);
    try (GatewayFixture gateway = start(GatewayFixture.options());
        Socket socket = connect(gateway)) {
      assertThat(get(socket, "")).isEqualTo(content);
    }
  }

  @Test
  void theAnswerEndsEarlyWhereTheFileIsAnotherVersionAlready() throws Exception {
    store.beforeOpening = () -> Blocks.write(store, BLOCK, new byte[SIZE]);
    try (GatewayFixture gateway = start(GatewayFixture.options());
        Socket socket = connect(gateway)) {
      assertThat(rest(socket)).isEqualTo(Arrays.copyOf(content, FIRST));
      assertThat(store.channels).allSatisfy(file -> assertThat(file.isOpen()).isFalse());
    }
  }

  /** Nobody may cut files of the store; but if somebody does, no client is made to wait. */
  @Test
  void theAnswerEndsEarlyWhereTheFileBecomesShorter() throws Exception {
    store.whenOpened =
        () -> {
          Path file = root.resolve("photos/k");
          try (FileChannel cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
            cut.truncate(3 << 20);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        };
    try (GatewayFixture gateway = start(GatewayFixture.options());
        Socket socket = connect(gateway)) {
      assertThat(rest(socket)).isEqualTo(Arrays.copyOf(content, 3 << 20));
    }
  }

  @Test
  void overTlsTheBytesAreReadAndNotSent() throws Exception {
    KeyStore keys = TestKeys.in(root.resolve(".keys"));
    Tls tls = new Tls.Store(root.resolve(".keys"), "PKCS12", TestKeys.PASSWORD);
    SSLContext context = TestKeys.trusting(keys);
    start(GatewayFixture.options()).close();
    GatewayOptions options = GatewayFixture.options().withAnonymous(Right.READ_ONLY).with(tls);
    Watched again = new Watched(GatewayOverFilesTest.files(root, effects));
    try (GatewayFixture gateway = GatewayFixture.over(options, again, effects);
        HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
      URI uri =
          URI.create("https://127.0.0.1:" + gateway.gateway.address().getPort() + "/photos/k");
      HttpResponse<byte[]> answer =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.body()).isEqualTo(content);
      assertThat(again.opened).isEmpty();
    }
  }

  private GatewayFixture start(GatewayOptions options) throws IOException {
    GatewayFixture gateway =
        GatewayFixture.over(options.withAnonymous(Right.READ_WRITE), store, effects);
    gateway.s3.createBucket(b -> b.bucket("photos"));
    Blocks.write(store, BLOCK, content);
    store.forget();
    return gateway;
  }

  private static Socket connect(GatewayFixture gateway) throws IOException {
    Socket socket = new Socket("127.0.0.1", gateway.gateway.address().getPort());
    socket.setSoTimeout(OverHttp.TIMEOUT_MILLIS);
    return socket;
  }

  /** A client has its last byte a moment before the gateway has its buffer back. */
  private static void awaitLastAnswer(GatewayFixture gateway) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(OverHttp.TIMEOUT_MILLIS);
    while (gateway.gateway.status().answersWithBytes() > 0) {
      assertThat(System.nanoTime() - end).as("an answer does not end").isNegative();
      Thread.onSpinWait();
    }
  }

  private static byte[] get(Socket socket, String headers) throws IOException {
    OverHttp.write(socket, "GET /photos/k HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n");
    int length = length(head(socket.getInputStream()));
    return socket.getInputStream().readNBytes(length);
  }

  /** Returns what comes of a body until the connection is closed. */
  private static byte[] rest(Socket socket) throws IOException {
    OverHttp.write(socket, "GET /photos/k HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(length(head(socket.getInputStream()))).isEqualTo(SIZE);
    return socket.getInputStream().readAllBytes();
  }

  private static int length(String head) {
    String name = "Content-Length: ";
    int start = head.indexOf(name) + name.length();
    return Integer.parseInt(head.substring(start, head.indexOf('\r', start)));
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      byte[] one = in.readNBytes(1);
      head.append(new String(one, StandardCharsets.US_ASCII));
    }
    return head.toString();
  }

  @FunctionalInterface
  private interface Event {
    void happen() throws BlockStoreException;
  }

  /** Knows what is read of the object, and how. */
  private static final class Watched extends ForwardingBlockStore {

    final List<ByteRange> read = new CopyOnWriteArrayList<>();
    final List<ByteRange> opened = new CopyOnWriteArrayList<>();
    final List<FileChannel> channels = new CopyOnWriteArrayList<>();
    Event beforeOpening = () -> {};
    Event whenOpened = () -> {};

    Watched(BlockStore inner) {
      super(inner);
    }

    void forget() {
      read.clear();
      opened.clear();
    }

    @Override
    public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      BlockRead done = super.read(key, range, target);
      if (key.equals(BLOCK)) {
        read.add(ByteRange.of(range.offset(), done.length()));
      }
      return done;
    }

    @Override
    public Optional<BlockFiles> files() {
      return BlockFiles.of(inner()).map(files -> (key, range) -> open(files, key, range));
    }

    private Optional<BlockFile> open(BlockFiles files, BlockKey key, ByteRange range)
        throws BlockStoreException {
      opened.add(range);
      beforeOpening.happen();
      Optional<BlockFile> file = files.open(key, range);
      file.ifPresent(found -> channels.add(found.channel()));
      whenOpened.happen();
      return file;
    }
  }
}
