package io.blocktier.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values: etags, put-ids, storage classes, limits, capabilities, receipts, reports. */
class ValuesTest {

  private static final BlockKey KEY = BlockKey.of("k");

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "\"a\"", "\u00e9", "\n"})
  void anEtagTravelsInAHeader(String value) {
    assertThatThrownBy(() -> Etag.of(value)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEtagHasALongestForm() {
    assertThat(Etag.of("e".repeat(256))).hasToString("e".repeat(256));
    assertThatThrownBy(() -> Etag.of("e".repeat(257))).hasMessageContaining("257");
  }

  @Test
  void putIdsAreDrawnFromTheGivenRandomness() {
    PutId first = PutId.random(new Random(5));
    assertThat(PutId.random(new Random(5))).isEqualTo(first);
    assertThat(PutId.random(new Random(6))).isNotEqualTo(first);
    assertThat(first.value()).matches("[0-9a-f]{32}");
    assertThatThrownBy(() -> new PutId("A".repeat(32)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStorageClassIsSpelledAsS3Does() {
    assertThat(StorageClass.of("STANDARD_IA")).hasToString("STANDARD_IA");
    assertThatThrownBy(() -> StorageClass.of("standard"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void durabilityLevelsIncludeThoseBefore() {
    assertThat(Durability.REMOTE.covers(Durability.LOCAL)).isTrue();
    assertThat(Durability.LOCAL.covers(Durability.LOCAL)).isTrue();
    assertThat(Durability.MEMORY.covers(Durability.LOCAL)).isFalse();
  }

  @Test
  void limitsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> new Limits(1, 1, 2, 1, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    for (int bytes : new int[] {-1, 0, BlockKey.MAX_BYTES + 1}) {
      assertThatThrownBy(() -> Limits.NONE.withMaxKeyBytes(bytes))
          .hasMessageContaining("contradict");
    }
    assertThatThrownBy(() -> new Limits(-1, 1, 1, 1, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void capabilitiesAreCopiedAndTakenAway() {
    Set<Capability> features = EnumSet.of(Capability.UPLOAD, Capability.APPEND);
    Capabilities all = new Capabilities(features, Limits.NONE, Durability.LOCAL);
    features.clear();
    Capabilities less = all.without(Set.of(Capability.APPEND));
    assertThat(all.has(Capability.APPEND)).isTrue();
    assertThat(less.features()).containsExactly(Capability.UPLOAD);
    assertThat(less.durability()).isEqualTo(Durability.LOCAL);
  }

  @Test
  void aSettledReceiptAwaitsWhatItHasAndRefusesWhatItNeverGets() throws Exception {
    SettledReceipt receipt =
        new SettledReceipt(KEY, 1, Etag.of("e"), Optional.empty(), Durability.LOCAL);
    receipt.await(Durability.MEMORY, Duration.ZERO);
    receipt.await(Durability.LOCAL, Duration.ZERO);
    assertThatThrownBy(() -> receipt.await(Durability.REMOTE, Duration.ofDays(1)))
        .isInstanceOf(UnsupportedByStoreException.class)
        .hasMessageContaining("REMOTE");
  }

  @Test
  void aReportOfFailuresThrowsOneAndKeepsTheOthers() throws Exception {
    assertThat(new DeleteReport(3, Map.of()).orThrow()).isEqualTo(3);
    DeleteReport report =
        new DeleteReport(1, Map.of(KEY, failed("a"), BlockKey.of("other"), failed("b")));
    assertThatThrownBy(report::orThrow)
        .isInstanceOf(AccessRefusedException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void anErrorSaysWhereWhatAndWhatToDo() {
    Failure failure =
        Failure.of("mem", Operation.DELETE_ALL, KEY, "the disk is gone").remedy("plug it in");
    assertThat(new OutOfSpaceException(failure))
        .hasMessage("mem: delete-all 'k': the disk is gone; plug it in");
    assertThat(new OutOfSpaceException(Failure.of("mem", Operation.LIST, "no")))
        .hasMessage("mem: list: no");
  }

  @Test
  void listOptionsHaveBoundedPages() {
    ListOptions options = ListOptions.under(KeyPrefix.ALL).withPageSize(1).startingAfter("a");
    assertThat(options.folded()).isEqualTo(new ListOptions(KeyPrefix.ALL, "a", false, 1));
    assertThatThrownBy(() -> options.withPageSize(0)).hasMessageContaining("0");
    assertThatThrownBy(() -> options.withPageSize(1001)).hasMessageContaining("1001");
  }

  private static BlockStoreException failed(String detail) {
    return new AccessRefusedException(Failure.of("mem", Operation.DELETE, detail));
  }
}
