package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.AttributesFixture;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.Origin;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no SDK asks of a directory bucket. */
class DirectoryWireTest {

  private static final String BUCKET = "/logs--use1-az4--x-s3";
  private static final int MAX_PARTS = 10_000;
  private static final int PARTS_BEFORE = MAX_PARTS - 5;
  private static final int WINDOW_MILLIS = 500;
  private static final int BULK_BYTES = 9 << 20;

  final Effects effects = Effects.ofSystem();
  private BlockStore store;
  private final HttpClient http = HttpClient.newHttpClient();
  private GatewayFixture gateway;

  BlockStore store() throws IOException {
    return new InMemoryBlockStore(effects);
  }

  @BeforeEach
  void start() throws IOException {
    store = store();
    gateway = open(store);
    send("PUT", "/photos", "");
    create();
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    gateway.close();
    store.close();
    effects.executor().close();
  }

  private GatewayFixture open(BlockStore over) throws IOException {
    GatewayOptions options = GatewayFixture.options().withAnonymous(Right.READ_WRITE);
    return GatewayFixture.over(options, over, effects);
  }

  private void create() {
    String place =
        "<CreateBucketConfiguration><Location><Name>use1-az4</Name><Type>AvailabilityZone</Type>"
            + "</Location><Bucket><DataRedundancy>SingleAvailabilityZone</DataRedundancy>"
            + "<Type>Directory</Type></Bucket></CreateBucketConfiguration>";
    assertThat(send("PUT", BUCKET, place).statusCode()).isEqualTo(200);
  }

  @Test
  void bytesGoWhereTheObjectEndsHoweverManySendThem() throws Exception {
    List<Future<Integer>> senders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      senders.add(
          effects
              .executor()
              .submit(() -> send("POST", BUCKET + "/log?append", "abc").statusCode()));
    }
    int stored = 0;
    for (Future<Integer> sender : senders) {
      int status = sender.get();
      assertThat(status).isIn(200, 409);
      stored += status == 200 ? 1 : 0;
    }
    assertThat(send("GET", BUCKET + "/log", "").body()).isEqualTo("abc".repeat(stored));
    assertThat(stored).isPositive();
    assertThat(code(send("POST", "/photos/log?append", "abc"))).isEqualTo("MethodNotAllowed");
  }

  @Test
  void anObjectHasTenThousandPartsUntilItIsCopied() throws IOException {
    writeParts(PARTS_BEFORE);
    for (int i = PARTS_BEFORE; i < MAX_PARTS; i++) {
      HttpResponse<String> answer = append("/log", i, "x");
      assertThat(answer.statusCode()).as("append %d: %s", i, answer.body()).isEqualTo(200);
    }
    assertThat(code(append("/log", MAX_PARTS, "x"))).isEqualTo("TooManyParts");
    assertThat(send("GET", BUCKET + "/log", "").body()).hasSize(MAX_PARTS);
    Map<String, String> copy = Map.of("x-amz-copy-source", BUCKET + "/log");
    assertThat(send("PUT", BUCKET + "/log2", copy, "").statusCode()).isEqualTo(200);
    assertThat(append("/log2", MAX_PARTS, "x").headers().firstValue("x-amz-object-size"))
        .contains("10001");
  }

  /** Writes the log as an upload of that many parts of one byte leaves it. */
  private void writeParts(int parts) throws IOException {
    ObjectAttributes uploaded = AttributesFixture.inParts(Origin.newTag(effects.random()), parts);
    BlockKey key = BlockKey.of(BUCKET.substring(1) + "/log");
    WriteOptions options =
        WriteOptions.DEFAULT.with(new Attributes(store, effects).keep(key, uploaded));
    store.write(key, Content.of(new byte[parts]), options);
  }

  @Test
  void aConditionalAppendIsNeverOneToAnotherObjectOfTheSameSize() throws IOException {
    AtomicReference<Future<Integer>> writer = new AtomicReference<>();
    BlockStore raced =
        new ForwardingBlockStore(store) {
          @Override
          public Receipt append(BlockKey key, long expectedOffset, Content content)
              throws BlockStoreException {
            writer.set(effects.executor().submit(DirectoryWireTest.this::replace));
            assertThatThrownBy(() -> writer.get().get(WINDOW_MILLIS, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
            return super.append(key, expectedOffset, content);
          }
        };
    gateway.close();
    gateway = open(raced);
    String tag = append("/log", 0, "one").headers().firstValue("etag").orElseThrow();
    Map<String, String> condition = Map.of("x-amz-write-offset-bytes", "3", "If-Match", tag);
    assertThat(send("PUT", BUCKET + "/log", condition, "two").statusCode()).isEqualTo(200);
    assertThat(writer.get()).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(200);
    assertThat(send("GET", BUCKET + "/log", "").body()).isEqualTo("new");
  }

  private int replace() {
    return send("PUT", BUCKET + "/log", "new").statusCode();
  }

  @Test
  void anAnswerHasTheBytesItAnnouncedThoughTheObjectGrowsMeanwhile() throws IOException {
    AtomicInteger growths = new AtomicInteger();
    String text = "o".repeat(1 << 20);
    BlockStore raced =
        new ForwardingBlockStore(store) {
          @Override
          public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
              throws BlockStoreException {
            if (key.value().endsWith("/log") && range.offset() > 0) {
              int grown = growths.getAndIncrement();
              int status = appendAt("/log", text.length() + grown, "n").statusCode();
              assertThat(status).isEqualTo(200);
            }
            return super.read(key, range, target);
          }
        };
    gateway.close();
    gateway = open(raced);
    assertThat(send("PUT", BUCKET + "/log", text).statusCode()).isEqualTo(200);
    assertThat(send("GET", BUCKET + "/log", "").body()).isEqualTo(text);
    assertThat(growths).as("appends between reads of one answer").hasPositiveValue();
    Map<String, String> range = Map.of("Range", "bytes=100000-900000");
    assertThat(send("GET", BUCKET + "/log", range, "").body()).hasSize(800_001).matches("o*");
  }

  @Test
  void anAppendMayBeLargerThanMemoryForRequests() throws IOException {
    append("/log", 0, "a");
    String bulk = "b".repeat(BULK_BYTES);
    assertThat(append("/log", 1, bulk).statusCode()).isEqualTo(200);
    assertThat(send("GET", BUCKET + "/log", "").body()).isEqualTo("a" + bulk);
    assertThat(send("DELETE", BUCKET + "/log", "").statusCode()).isEqualTo(204);
    assertThat(keys()).noneMatch(key -> key.contains("/data/"));
  }

  @Test
  void anAppendWhoseBytesAreWrongChangesNothing() {
    append("/log", 0, "one");
    Map<String, String> wrong =
        Map.of("x-amz-write-offset-bytes", "3", "x-amz-checksum-crc32", "AAAAAA==");
    assertThat(code(send("PUT", BUCKET + "/log", wrong, "two"))).isEqualTo("BadDigest");
    assertThat(send("GET", BUCKET + "/log", "").body()).isEqualTo("one");
  }

  @Test
  void anOffsetIsForPutAlone() {
    Map<String, String> offset = Map.of("x-amz-write-offset-bytes", "0");
    assertThat(code(send("POST", BUCKET + "/k?uploads", offset, ""))).isEqualTo("InvalidRequest");
    assertThat(code(send("PUT", BUCKET + "/k?uploadId=x&partNumber=1", offset, "v")))
        .isEqualTo("InvalidRequest");
    assertThat(code(send("PUT", BUCKET + "/k", Map.of("x-amz-write-offset-bytes", "-1"), "v")))
        .isEqualTo("InvalidArgument");
    assertThat(code(send("PUT", "/photos/k", offset, "v"))).isEqualTo("NotImplemented");
    assertThat(code(send("PUT", "/photos/k?renameObject", "v"))).isEqualTo("NotImplemented");
  }

  @Test
  void aStoreThatCannotAppendSaysSo() throws IOException {
    Capabilities all = InMemoryBlockStore.ALL_CAPABILITIES;
    EnumSet<Capability> features = EnumSet.copyOf(all.features());
    features.remove(Capability.APPEND);
    Capabilities fewer =
        new Capabilities(features, all.limits(), all.durability(), all.durability());
    try (BlockStore still = new InMemoryBlockStore("still", fewer, effects)) {
      gateway.close();
      gateway = open(still);
      create();
      HttpResponse<String> answer = append("/log", 0, "x");
      assertThat(answer.statusCode()).isEqualTo(501);
      assertThat(answer.body()).contains("Appends need a store that offers APPEND");
      assertThat(send("PUT", BUCKET + "/a", "v").statusCode()).isEqualTo(200);
      Map<String, String> rename = Map.of("x-amz-rename-source", "a");
      assertThat(send("PUT", BUCKET + "/b?renameObject", rename, "").statusCode()).isEqualTo(200);
      assertThat(send("GET", BUCKET + "/b", "").body()).isEqualTo("v");
    }
  }

  @Test
  void whatIsKeptBesideAnObjectSurvivesItsRename() throws IOException {
    String user = "x".repeat(1900);
    send("PUT", BUCKET + "/a", Map.of("x-amz-meta-long", user), "v");
    send("PUT", BUCKET + "/b?renameObject", Map.of("x-amz-rename-source", "a"), "");
    assertThat(send("GET", BUCKET + "/b", "").headers().firstValue("x-amz-meta-long"))
        .contains(user);
    send("DELETE", BUCKET + "/b", "");
    assertThat(keys()).noneMatch(key -> key.contains("/companions/"));
  }

  private List<String> keys() throws IOException {
    List<String> keys = new ArrayList<>();
    try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining(entry -> keys.add(entry.name()));
    }
    return keys;
  }

  private HttpResponse<String> appendAt(String key, long offset, String text) {
    return append(key, offset, text); // by a name that stores have no method of
  }

  private HttpResponse<String> append(String key, long offset, String text) {
    return send(
        "PUT", BUCKET + key, Map.of("x-amz-write-offset-bytes", Long.toString(offset)), text);
  }

  private static String code(HttpResponse<String> answer) {
    return answer.body().replaceAll("(?s).*<Code>(.*)</Code>.*", "$1");
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return send(method, path, Map.of(), body);
  }

  private HttpResponse<String> send(
      String method, String path, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
