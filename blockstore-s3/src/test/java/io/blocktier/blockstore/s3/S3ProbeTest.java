package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.ProbeReport.Verdict;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.s3.server.S3TestServer;
import io.blocktier.blockstore.s3.server.Traits;
import io.blocktier.blockstore.s3.server.Traits.Flaw;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a server lacks is found by trying, and then not offered; what differs is spoken. */
class S3ProbeTest extends ServerFixture {

  private static final Set<Capability> CONDITIONS =
      EnumSet.of(
          Capability.CONDITIONAL_CREATE,
          Capability.CONDITIONAL_REPLACE,
          Capability.CONDITIONAL_DELETE,
          Capability.CONDITIONAL_COPY);

  @Test
  void foreignEndpointOffersNoConditionsBeforeItIsProbed() throws Exception {
    BlockStore store = open("probe", "auto");
    assertThat(store.capabilities().features())
        .doesNotContainAnyElementsOf(CONDITIONS)
        .doesNotContain(Capability.METADATA, Capability.CHECKSUM)
        .contains(Capability.UPLOAD, Capability.SERVER_SIDE_COPY);
    assertThatThrownBy(() -> store.write(KEY, Content.of(bytes(1)), WriteOptions.ifAbsent()))
        .isInstanceOf(UnsupportedByStoreException.class)
        .hasMessageContaining("probe the endpoint");
    store.probe();
    assertThat(store.capabilities().features()).isEqualTo(S3Claims.FEATURES);
    store.write(KEY, Content.of(bytes(1)), WriteOptions.ifAbsent());
  }

  @Test
  void probeAtStartupIsMadeBeforeTheStoreIsHandedOut() throws Exception {
    assertThat(open("probe", "startup").capabilities().features()).isEqualTo(S3Claims.FEATURES);
    assertThat(server.traffic().allRequests()).isPositive();
  }

  @Test
  void probeOfABucketThatIsNotThereNamesTheCallThatFoundOut() throws Exception {
    BlockStore store = open("bucket", "nowhere");
    assertThatThrownBy(store::probe).hasMessageContaining("write 'blocktier-probe-");
  }

  @Test
  void storeThatIsNeverProbedIsTrusted() throws Exception {
    assertThat(open("probe", "never").capabilities().features()).isEqualTo(S3Claims.FEATURES);
    assertThat(server.traffic().allRequests()).isZero();
  }

  @Test
  void amazonsOwnEndpointIsTrusted() throws Exception {
    Map<String, String> texts = TestStores.texts(server);
    texts.remove("endpoint");
    try (BlockStore amazon = TestStores.open(effects, texts)) {
      assertThat(amazon.capabilities().features()).isEqualTo(S3Claims.FEATURES);
    }
  }

  @Test
  void conditionsThatAreNotAtomicAreRefused() throws Exception {
    assertThat(offeredBy(Flaw.RACY_CONDITIONS)).doesNotContainAnyElementsOf(CONDITIONS);
  }

  @Test
  void conditionsThatAreJudgedBeforeTheBytesComeAreRefused() throws Exception {
    try (S3TestServer flawed = S3TestServer.start(Traits.of(Flaw.HASTY_CONDITIONS));
        BlockStore store = TestStores.open(effects, TestStores.texts(flawed))) {
      assertThat(store.probe().findings())
          .filteredOn(finding -> finding.capability() == Capability.CONDITIONAL_CREATE)
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.REFUTED);
            assertThat(finding.evidence())
                .as("by races alone where a busy machine lets none overtake another in time")
                .containsAnyOf("overtaken", "concurrent if-absent writes succeeded");
          });
      assertThat(store.capabilities().features()).doesNotContainAnyElementsOf(CONDITIONS);
    }
  }

  @Test
  void conditionsThatAreIgnoredAreRefused() throws Exception {
    assertThat(offeredBy(Flaw.IGNORED_CONDITIONS)).doesNotContainAnyElementsOf(CONDITIONS);
  }

  @Test
  void conditionsThatAreUnknownAreRefused() throws Exception {
    assertThat(offeredBy(Flaw.NO_CONDITIONS)).doesNotContainAnyElementsOf(CONDITIONS);
  }

  @Test
  void metadataThatIsLostIsRefused() throws Exception {
    assertThat(offeredBy(Flaw.LOST_METADATA)).doesNotContain(Capability.METADATA);
  }

  @Test
  void checksumsThatAreNotCheckedAreRefused() throws Exception {
    assertThat(offeredBy(Flaw.NO_CHECKSUMS)).doesNotContain(Capability.CHECKSUM);
  }

  @Test
  void listingsOutOfOrderAreRefused() throws Exception {
    assertThat(offeredBy(Flaw.REVERSED_LISTINGS)).doesNotContain(Capability.ORDERED_LISTING);
  }

  @Test
  void etagsWithoutQuotesAreSpokenWhereTheServerWantsThem() throws Exception {
    spoken(
        Flaw.BARE_ETAGS,
        store -> {
          Etag etag = Blocks.write(store, KEY, bytes(10)).etag();
          store.write(KEY, Content.of(bytes(20)), WriteOptions.ifMatch(etag));
          assertHolds(store, KEY, bytes(20));
        });
  }

  @Test
  void underscoresInNamesOfMetadataSurviveAServerThatMakesThemDashes() throws Exception {
    Metadata metadata = Metadata.of(Map.of("a_b.c", "1", "d", "2", "e..u", "3"));
    spoken(
        Flaw.DASHED_METADATA,
        store -> {
          WriteOptions options = WriteOptions.DEFAULT.with(metadata);
          store.write(KEY, Content.of(bytes(10)), options);
          assertThat(store.stat(KEY).metadata()).isEqualTo(metadata);
        });
  }

  @Test
  void uploadsGoWithoutChecksumsWhereTheServerRefusesThem() throws Exception {
    spoken(
        Flaw.NO_UPLOAD_CHECKSUMS,
        store -> {
          byte[] bytes = bytes(18 << 20);
          Blocks.write(store, KEY, bytes);
          assertHolds(store, KEY, bytes);
        });
  }

  @Test
  void uploadThatTheServerDoesNotNameIsLookedUp() throws Exception {
    spoken(
        Flaw.UNNAMED_UPLOADS,
        store -> {
          byte[] bytes = bytes(18 << 20);
          Etag etag = Blocks.write(store, KEY, bytes).etag();
          assertThat(store.stat(KEY).etag()).isEqualTo(etag);
        });
  }

  private interface Use {
    void of(BlockStore store) throws Exception;
  }

  private Set<Capability> offeredBy(Flaw flaw) throws Exception {
    try (S3TestServer flawed = S3TestServer.start(Traits.of(flaw));
        BlockStore store = TestStores.open(effects, TestStores.texts(flawed, "probe", "startup"))) {
      return store.capabilities().features();
    }
  }

  /** Everything is offered despite the flaw, and works. */
  private void spoken(Flaw flaw, Use use) throws Exception {
    try (S3TestServer flawed = S3TestServer.start(Traits.of(flaw));
        BlockStore store = TestStores.open(effects, TestStores.texts(flawed, "probe", "startup"))) {
      assertThat(store.capabilities().features()).isEqualTo(S3Claims.FEATURES);
      use.of(store);
    }
  }
}
