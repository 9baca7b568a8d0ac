package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** A body that is no larger than a part is one write to the store, in memory as much as a part. */
class WholeBodyTest {

  private static final int PART = GatewayLimits.DEFAULT.partBytes();
  private static final int MIB = 1 << 20;
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final String LOGS = "/logs--use1-az4--x-s3";
  private static final String PLACE =
      "<CreateBucketConfiguration><Location><Name>use1-az4</Name><Type>AvailabilityZone</Type>"
          + "</Location><Bucket><DataRedundancy>SingleAvailabilityZone</DataRedundancy>"
          + "<Type>Directory</Type></Bucket></CreateBucketConfiguration>";

  private final Effects effects = Effects.ofSystem();
  private final Told told = new Told(new InMemoryBlockStore(effects));
  private final HttpClient http = HttpClient.newHttpClient();
  private GatewayFixture gateway;

  /** What a store was told of bodies, which are larger than all that is said of them. */
  private static final class Told extends ForwardingBlockStore {

    private final Queue<Long> writes = new ConcurrentLinkedQueue<>();
    private final Queue<Long> parts = new ConcurrentLinkedQueue<>();

    Told(BlockStore inner) {
      super(inner);
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions options)
        throws BlockStoreException {
      if (content.length() >= MIB) {
        writes.add(content.length());
      }
      return super.write(key, content, options);
    }

    @Override
    public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
      return new ToldParts(super.startUpload(key, options), parts);
    }
  }

  private record ToldParts(BlockUpload upload, Queue<Long> parts) implements BlockUpload {
    @Override
    public BlockKey key() {
      return upload.key();
    }

    @Override
    public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
      parts.add(content.length());
      return upload.uploadPart(number, content);
    }

    @Override
    public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
        throws BlockStoreException {
      return upload.copyPart(number, source, range);
    }

    @Override
    public Receipt complete(List<PartReceipt> receipts) throws BlockStoreException {
      return upload.complete(receipts);
    }

    @Override
    public void abort() throws BlockStoreException {
      upload.abort();
    }

    @Override
    public void close() {
      upload.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    open(told);
  }

  private void open(BlockStore store) throws Exception {
    GatewayOptions options = GatewayFixture.options().withAnonymous(Right.READ_WRITE);
    gateway = GatewayFixture.over(options, store, effects);
    send("PUT", "/photos", BodyPublishers.noBody());
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(gateway.gateway.status().bodyBytes()).isZero();
    http.close();
    gateway.close();
    told.close();
    effects.executor().close();
  }

  /** How a body comes. */
  @FunctionalInterface
  private interface Way {
    void send(byte[] body) throws Exception;
  }

  @Test
  void anObjectIsOneWriteUpToAPart() throws Exception {
    assertWholeUpToAPart(body -> send("PUT", "/photos/k", BodyPublishers.ofByteArray(body)));
    byte[] body = bytes(PART);
    send("PUT", "/photos/k", BodyPublishers.ofByteArray(body));
    assertThat(Blocks.readAll(told, BlockKey.of("photos/k")).equals(ByteBuffer.wrap(body)))
        .isTrue();
  }

  @Test
  void aBodyInSignedChunksWithAChecksumBehindThemIsOneWriteUpToAPart() throws Exception {
    assertWholeUpToAPart(body ->
        gateway.s3.putObject(b -> b.bucket("photos").key("k"), RequestBody.fromBytes(body)));
  }

  @Test
  void aPartOfAClientIsOneWriteUpToAPart() throws Exception {
    String id = gateway.s3.createMultipartUpload(b -> b.bucket("photos").key("k")).uploadId();
    assertWholeUpToAPart(body ->
        gateway.s3.uploadPart(
            b -> b.bucket("photos").key("k").uploadId(id).partNumber(1),
            RequestBody.fromBytes(body)));
  }

  @Test
  void anObjectOfADirectoryBucketIsOneWriteUpToAPart() throws Exception {
    send("PUT", LOGS, BodyPublishers.ofString(PLACE));
    assertWholeUpToAPart(body -> send("PUT", LOGS + "/k", BodyPublishers.ofByteArray(body)));
  }

  private void assertWholeUpToAPart(Way way) throws Exception {
    way.send(bytes(PART));
    assertThat(told.writes).containsExactly((long) PART);
    assertThat(told.parts).isEmpty();
    told.writes.clear();
    way.send(bytes(PART + 1));
    assertThat(told.writes).isEmpty();
    assertThat(told.parts).containsExactly((long) PART, 1L);
    told.parts.clear();
  }

  @Test
  void aStoreThatTakesLessByOneWriteGetsParts() throws Exception {
    Capabilities all = InMemoryBlockStore.ALL_CAPABILITIES;
    Capabilities less =
        new Capabilities(all.features(), all.limits().withMaxWriteBytes(3 * MIB), all.durability());
    gateway.close();
    try (Told small = new Told(new InMemoryBlockStore("small", less, effects))) {
      open(small);
      send("PUT", "/photos/k", BodyPublishers.ofByteArray(bytes(3 * MIB)));
      assertThat(small.writes).containsExactly(3L * MIB);
      send("PUT", "/photos/k", BodyPublishers.ofByteArray(bytes(3 * MIB + 1)));
      assertThat(small.writes).hasSize(1);
      assertThat(small.parts).containsExactly(3L * MIB + 1);
    }
  }

  @Test
  void aSlowBodyHasAsMuchMemoryAsItNeedsAndNoMoreThanAPart() throws Exception {
    try (Socket small = begin("small", 3 * MIB)) {
      assertThat(gateway.gateway.status().bodyBytes()).isEqualTo(4 * MIB);
      try (Socket large = begin("large", 100 * MIB)) {
        assertThat(gateway.gateway.status().bodyBytes()).isEqualTo(4 * MIB + PART);
        refuseRest(large);
      }
      refuseRest(small);
    }
  }

  /** Sends the head of a request, and some of its body once there is memory for that. */
  private Socket begin(String key, int length) throws IOException {
    Socket socket = new Socket("127.0.0.1", gateway.gateway.address().getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    OverHttp.write(
        socket,
        "PUT /photos/%s HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
            .formatted(key, length));
    assertThat(OverHttp.statusLine(socket)).isEqualTo("HTTP/1.1 100 Continue");
    OverHttp.write(socket, "abc");
    return socket;
  }

  /** Ends a body too early, and waits until its memory is back. */
  private static void refuseRest(Socket socket) throws IOException {
    socket.shutdownOutput();
    assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
        .doesNotContain("HTTP/1.1 200");
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private void send(String method, String path, BodyPublisher body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.uri(path))
            .method(method, body)
            .timeout(Duration.ofMillis(TIMEOUT_MILLIS))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
