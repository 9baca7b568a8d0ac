package io.blocktier.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests a rule is about. */
class FaultRuleTest {

  private static final Path ROUTER =
      Path.of("src", "main", "java", "io", "blocktier", "gateway", "route", "Router.java");
  private static final Pattern NAMED =
      Pattern.compile("(?:reading|writing|open)\\(\\s*\"(\\w+)\"(?! *\\+)");
  private static final Fault LATE = new Fault.Latency(Duration.ofSeconds(1));

  @ParameterizedTest
  @CsvSource({
    "*, photos/a, true",
    "photos/*, photos/a/b, true",
    "photos/*, photos/, true",
    "photos/*, photos2/a, false",
    "*/a*c, photos/abc, true",
    "*/a*c, photos/abcd, false",
    "photos/, photos/, true",
    "photos/, photos/a, false",
    "photos/a.c, photos/abc, false",
    "photos/\\E*, photos/\\Ex, true",
    "photos/\\E*, photos/x, false",
    "photos/\\Q*, photos/\\Qx, true"
  })
  void onlyAStarStandsForAnything(String keys, String path, boolean concerned) {
    FaultRule rule = FaultRule.always("GetObject", LATE).onKeys(keys);
    assertThat(rule.concerns("GetObject", path)).isEqualTo(concerned);
    assertThat(rule.concerns("PutObject", path)).isFalse();
  }

  @Test
  void aLineBreakIsACharacter() {
    FaultRule rule = FaultRule.always("GetObject", LATE).onKeys("photos/*b");
    assertThat(rule.concerns("GetObject", "photos/a\nb")).isTrue();
  }

  @Test
  void anOperationThatIsNoneIsRefused() {
    assertThatThrownBy(() -> FaultRule.always("PutObjet", LATE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PutObjet");
  }

  @Test
  void everyOperationThatTheRouterKnowsCanBeStruck() throws IOException {
    Set<String> known = new TreeSet<>(Set.of("GetBucketAcl", "PutBucketAcl"));
    known.addAll(Set.of("GetObjectAcl", "PutObjectAcl", "PutBucketOwnershipControls"));
    Matcher names = NAMED.matcher(Files.readString(ROUTER));
    while (names.find()) {
      known.add(names.group(1));
    }
    assertThat(new TreeSet<>(FaultyOperations.NAMES)).isEqualTo(known);
  }

  @Test
  void aRuleSaysWhatItDoes() {
    FaultRule rule = FaultRule.always("GetObject", LATE).onKeys("a/*").after(2, 3);
    assertThat(rule)
        .hasToString(
            "Latency[delay=PT1S] of GetObject on a/*, probability 1.0, spares 2, over after 3");
    assertThat(new FaultRule(Set.of(), "*", 0.5, 0, Long.MAX_VALUE, LATE))
        .hasToString("Latency[delay=PT1S] of everything on *, probability 0.5");
  }
}
