package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.gateway.error.S3ErrorCode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A store that has no room left: what does not fit is refused, and leaves nothing behind. */
class FullStoreTest {

  private static final int ROOM = 18 << 20;
  private static final int PART = 7 << 20;
  private static final int FIRST = 7 << 20;

  /** What leaves half a MiB, and is more than is written as a whole. */
  private static final int MOST = 21 << 19;

  private final Effects effects = Effects.ofSystem();
  private final InMemoryBlockStore store =
      new InMemoryBlockStore("small", InMemoryBlockStore.ALL_CAPABILITIES, ROOM, effects);
  private GatewayFixture gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = GatewayFixture.over(store, effects);
    gateway.s3.createBucket(b -> b.bucket("photos"));
    put("first", FIRST);
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(gateway.gateway.status().bodyBytes()).isZero();
    assertThat(store.openUploads()).isEmpty();
    gateway.close();
    effects.executor().close();
  }

  @Test
  void objectsThatDoNotFitAreRefusedAndLeaveNothing() throws Exception {
    put("most", MOST);
    Map<String, Long> before = blocks();
    for (int size : new int[] {1 << 20, 8 << 20, (8 << 20) + 1, 20 << 20}) {
      refused(() -> put("more", size));
      refused(() -> put("first", 8 << 20));
      refused(() -> put("first", 9 << 20));
    }
    refused(() -> copy("first", "copy"));
    assertThat(blocks()).isEqualTo(before);
    assertThat(read("first")).hasSize(FIRST);
  }

  @Test
  void anUploadThatDoesNotFitStaysAsItWasUntilItIsAborted() throws Exception {
    String id = gateway.s3.createMultipartUpload(b -> b.bucket("photos").key("whole")).uploadId();
    String one = part(id, 1);
    Map<String, Long> before = blocks();
    refused(() -> part(id, 2));
    refused(() -> copyPart(id, 2));
    refused(() -> complete(id, one));
    assertThat(blocks()).isEqualTo(before);
    assertThat(gateway.s3.listParts(b -> b.bucket("photos").key("whole").uploadId(id)).parts())
        .hasSize(1);
    gateway.s3.abortMultipartUpload(b -> b.bucket("photos").key("whole").uploadId(id));
    put("most", MOST);
  }

  @Test
  void whatIsDeletedMakesRoom() throws Exception {
    put("most", MOST);
    for (int size : new int[] {2 << 20, 9 << 20}) {
      refused(() -> put("more", size));
    }
    gateway.s3.deleteObject(b -> b.bucket("photos").key("most"));
    put("more", 9 << 20);
    assertThat(read("more")).hasSize(9 << 20);
  }

  private void put(String key, int size) {
    gateway.s3.putObject(b -> b.bucket("photos").key(key), RequestBody.fromBytes(new byte[size]));
  }

  private byte[] read(String key) {
    return gateway.s3.getObjectAsBytes(b -> b.bucket("photos").key(key)).asByteArray();
  }

  private void copy(String from, String to) {
    gateway.s3.copyObject(b ->
        b.sourceBucket("photos").sourceKey(from).destinationBucket("photos").destinationKey(to));
  }

  private String part(String id, int number) {
    return gateway
        .s3
        .uploadPart(
            b -> b.bucket("photos").key("whole").uploadId(id).partNumber(number),
            RequestBody.fromBytes(new byte[PART]))
        .eTag();
  }

  private void copyPart(String id, int number) {
    gateway.s3.uploadPartCopy(b ->
        b.sourceBucket("photos")
            .sourceKey("first")
            .destinationBucket("photos")
            .destinationKey("whole")
            .uploadId(id)
            .partNumber(number));
  }

  private void complete(String id, String etag) {
    CompletedPart part = CompletedPart.builder().partNumber(1).eTag(etag).build();
    gateway.s3.completeMultipartUpload(
        b -> b.bucket("photos").key("whole").uploadId(id).multipartUpload(m -> m.parts(part)));
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(507);
              assertThat(e.awsErrorDetails().errorCode())
                  .isEqualTo(S3ErrorCode.INSUFFICIENT_STORAGE.code());
            });
  }

  private Map<String, Long> blocks() throws BlockStoreException {
    Map<String, Long> sizes = new TreeMap<>();
    try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining(entry -> {
        if (entry instanceof ListEntry.Block(BlockStat stat)) {
          sizes.put(entry.name(), stat.size());
        }
      });
    }
    return sizes;
  }
}
