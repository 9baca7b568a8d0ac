package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.ProbeReport.Finding;
import io.blocktier.blockstore.ProbeReport.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The probe: proves what the store claims, takes back the rest, and leaves no trace. */
interface ProbeContract extends Fixture {

  /** One probe for both: the races in it are the longest thing that a slow server is asked for. */
  @Test
  default void probeProvesWhatTheStoreClaimsAndLeavesNoTrace() throws Exception {
    subject().write("block", bytes(1, 100));
    subject().write("dir/block", bytes(2, 200));
    Capabilities claimed = store().capabilities();
    ProbeReport report = store().probe();
    assertProves(report, claimed);
    assertThat(store().capabilities()).isEqualTo(claimed);
    assertThat(subject().keys()).containsExactlyInAnyOrderElementsOf(List.of("block", "dir/block"));
    subject().assertHolds("block", bytes(1, 100));
    subject().assertHolds("dir/block", bytes(2, 200));
  }

  private static void assertProves(ProbeReport report, Capabilities claimed) {
    assertThat(report.store()).isNotBlank();
    assertThat(report.findings()).extracting(Finding::capability).doesNotHaveDuplicates();
    assertThat(report.findings())
        .extracting(Finding::capability)
        .containsAll(claimed.features())
        .as("nothing but what is claimed")
        .hasSameSizeAs(claimed.features());
    for (Finding finding : report.findings()) {
      assertThat(finding.evidence()).as("%s", finding.capability()).isNotBlank();
      assertThat(finding.verdict()).as("%s", finding).isEqualTo(Verdict.PROVEN);
    }
    assertThat(report.capabilities()).isEqualTo(claimed);
  }
}
