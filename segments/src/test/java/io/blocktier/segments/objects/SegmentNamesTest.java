package io.blocktier.segments.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentNamesTest {

  private final SegmentNames names = new SegmentNames(KeyPrefix.of("ledger/"));

  @Test
  void aKeyTellsTheNumberOfItsObject() {
    ObjectRef object = names.object(Tier.COLD, 4711);
    assertThat(object.key().value()).isEqualTo("ledger/segments/00000000000000004711");
    assertThat(names.number(object.key())).hasValue(4711);
    assertThat(object.key().value()).startsWith(names.objects().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ledger/manifest/00000000000000000001",
        "ledger/segments/4711",
        "ledger/segments/00000000000000004711.tmp",
        "ledger/segments/99999999999999999999",
        "other/segments/00000000000000004711"
      })
  void otherKeysTellNone(String key) {
    assertThat(names.number(BlockKey.of(key))).isEmpty();
  }

  @Test
  void aRootHasToEndWithASlash() {
    assertThatThrownBy(() -> new SegmentNames(KeyPrefix.of("ledger")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slash");
  }
}
