package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The contract notices each planted defect; the same store without one passes all of it. */
class PlantedDefectTest {

  @ParameterizedTest
  @EnumSource
  void contractNoticesTheDefect(Defect defect) {
    System.setProperty(DefectiveStoreContract.PROPERTY, defect.name());
    try {
      TestExecutionSummary summary = run(defect.noticedBy());
      assertThat(summary.getTestsFoundCount()).as("tests named %s", defect.noticedBy()).isOne();
      assertThat(summary.getFailures()).as("failures of %s", defect.noticedBy()).hasSize(1);
      assertThat(summary.getFailures().getFirst().getException())
          .as("an assertion, not a broken fixture")
          .isInstanceOf(AssertionError.class);
    } finally {
      System.clearProperty(DefectiveStoreContract.PROPERTY);
    }
  }

  private static TestExecutionSummary run(String test) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectMethod(DefectiveStoreContract.class, test))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }
}
