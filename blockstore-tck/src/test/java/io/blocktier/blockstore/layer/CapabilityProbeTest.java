package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.ProbeReport.Finding;
import io.blocktier.blockstore.ProbeReport.Verdict;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.spi.CapabilityProbe;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The probe against a store that keeps its word, and against stores that do not. */
class CapabilityProbeTest {

  private final SteppedTime time = new SteppedTime();
  private final Effects effects = time.effects(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final Capabilities claimed = memory.capabilities();

  @Test
  void aStoreThatKeepsItsWordIsProvenInEverything() throws Exception {
    BlockKey own = BlockKey.of("own");
    Blocks.write(memory, own, new byte[3]);
    ProbeReport report = CapabilityProbe.run(memory, claimed, effects);
    assertThat(report.findings())
        .allSatisfy(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.PROVEN))
        .allSatisfy(finding -> assertThat(finding.evidence()).isNotBlank())
        .extracting(Finding::capability)
        .containsExactlyElementsOf(EnumSet.allOf(Capability.class));
    assertThat(report.capabilities()).isEqualTo(claimed);
    assertThat(report.store()).isEqualTo("memory");
    assertLeftAlone(1);
  }

  @Test
  void onlyWhatIsClaimedIsTested() throws Exception {
    Set<Capability> all = EnumSet.allOf(Capability.class);
    all.remove(Capability.METADATA);
    ProbeReport report = CapabilityProbe.run(memory, claimed.without(all), effects);
    assertThat(report.findings())
        .extracting(Finding::capability)
        .containsExactly(Capability.METADATA);
  }

  @ParameterizedTest
  @EnumSource(FaultyWord.class)
  void whatAStoreDoesNotKeepIsRefuted(FaultyWord word) throws Exception {
    BlockStore liar = word.plantedIn(memory);
    ProbeReport report = CapabilityProbe.run(liar, claimed, effects);
    assertThat(refuted(report)).as("%s", report.findings()).isEqualTo(word.refuted());
    assertThat(report.capabilities()).isEqualTo(claimed.without(word.refuted()));
    assertLeftAlone(0);
  }

  @Test
  void passingFailuresAreOvercome() throws Exception {
    FaultScript script =
        new FaultScript(memory)
            .next(Operation.WRITE, Fault.unavailable(), Fault.throttled(null))
            .next(Operation.STAT, Fault.unavailable())
            .next(Operation.LIST, Fault.unavailable(), Fault.unavailable())
            .next(Operation.UPLOAD_PART, Fault.lostAfter())
            .next(Operation.DELETE_ALL, Fault.unavailable());
    ProbeReport report = CapabilityProbe.run(script, claimed, effects);
    assertThat(report.capabilities()).isEqualTo(claimed);
    assertLeftAlone(0);
  }

  @Test
  void whatCannotBeTestedIsInconclusiveAndNotOffered() throws Exception {
    FaultScript script = new FaultScript(memory);
    for (int i = 0; i < 1_000; i++) {
      script.next(Operation.APPEND, Fault.unavailable());
      script.next(Operation.RENAME, Fault.refused());
    }
    ProbeReport report = CapabilityProbe.run(script, claimed, effects);
    assertThat(
            report.findings().stream()
                .filter(finding -> finding.verdict() == Verdict.INCONCLUSIVE)
                .map(Finding::capability))
        .containsExactly(Capability.APPEND, Capability.RENAME);
    assertThat(report.capabilities().has(Capability.APPEND)).isFalse();
    assertThat(report.capabilities().has(Capability.RENAME)).isFalse();
    assertLeftAlone(0);
  }

  @Test
  void aStoreThatCannotBeWrittenToIsAnError() {
    FaultScript script = new FaultScript(memory).next(Operation.WRITE, Fault.refused());
    assertThatThrownBy(() -> CapabilityProbe.run(script, claimed, effects))
        .isInstanceOf(AccessRefusedException.class);
    memory.close();
    assertThatThrownBy(() -> CapabilityProbe.run(memory, claimed, effects))
        .isInstanceOf(StoreClosedException.class);
  }

  @Test
  void scratchKeysAreDifferentEachTime() throws Exception {
    Set<BlockKey> written = ConcurrentHashMap.newKeySet();
    BlockStore watching =
        new InterceptingBlockStore(memory) {
          @Override
          <T> T run(Call call, Call.Action<T> action) throws BlockStoreException {
            if (call.operation() == Operation.WRITE) {
              written.add(call.key());
            }
            return action.run();
          }
        };
    Capabilities none = claimed.without(EnumSet.allOf(Capability.class));
    CapabilityProbe.run(watching, none, effects);
    CapabilityProbe.run(watching, none, effects);
    assertThat(written)
        .hasSize(2)
        .allSatisfy(key -> assertThat(key.value()).matches("blocktier-probe-[0-9a-f]{16}/.*"));
  }

  private static Set<Capability> refuted(ProbeReport report) {
    return report.findings().stream()
        .filter(finding -> finding.verdict() == Verdict.REFUTED)
        .map(Finding::capability)
        .collect(Collectors.toSet());
  }

  private void assertLeftAlone(int blocks) throws BlockStoreException {
    int[] found = {0};
    try (var listing = memory.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining(_ -> found[0]++);
    }
    assertThat(found[0]).as("blocks left").isEqualTo(blocks);
    assertThat(memory.openUploads()).isEmpty();
  }
}
