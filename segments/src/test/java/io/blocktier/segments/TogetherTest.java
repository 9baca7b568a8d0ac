package io.blocktier.segments;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What tells torn batches from whole ones in the simulation. */
class TogetherTest {

  private final KeyVersions one = new KeyVersions("one");
  private final KeyVersions other = new KeyVersions("other");

  @Test
  void aBatchOfWhichOneValueIsSeenAloneIsTorn() {
    other.put(false);
    Together batch = new Together(one, one.put(false), other, other.put(false));

    assertThatCode(
            () -> batch.require(Map.of("one", one.value(1), "other", other.value(2)), "whole"))
        .doesNotThrowAnyException();
    assertThatCode(() -> batch.require(Map.of("other", other.value(1)), "before it"))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> batch.require(Map.of("one", one.value(1), "other", other.value(1)), "torn"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'other'");
    assertThatThrownBy(() -> batch.require(Map.of("other", other.value(2)), "torn"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'one'");
  }

  @Test
  void aValueThatIsSeenWithoutTheDeletionBesideItIsTorn() {
    other.put(false);
    Together batch = new Together(one, one.put(false), other, other.delete());

    assertThatCode(() -> batch.require(Map.of("one", one.value(1)), "whole"))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> batch.require(Map.of("one", one.value(1), "other", other.value(1)), "torn"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'other'");
  }

  @Test
  void whatWasWrittenLaterToOneOfBothKeysTearsNothing() {
    Together batch = new Together(one, one.put(false), other, other.put(false));
    one.put(false);

    assertThatCode(
            () -> batch.require(Map.of("one", one.value(2), "other", other.value(1)), "later"))
        .doesNotThrowAnyException();
  }
}
