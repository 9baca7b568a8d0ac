package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The contract notices each planted defect; the same store without one passes all of it. */
class PlantedDefectTest {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void contractNoticesTheDefect(Defect defect) {
    String test = defect.noticedBy();
    TestExecutionSummary summary = run(defect, selectMethod(DefectiveStoreContract.class, test));
    assertThat(summary.getTestsFoundCount()).as("tests named %s", test).isOne();
    assertThat(summary.getFailures()).as("failures of %s by %s", test, defect).hasSize(1);
    assertThat(summary.getFailures().getFirst().getException())
        .as("an assertion against %s, not a broken fixture", defect)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void contractPassesWithoutADefect() {
    TestExecutionSummary summary = run(Defect.NONE, selectClass(DefectiveStoreContract.class));
    assertThat(summary.getTestsSucceededCount()).isGreaterThan(100);
    assertThat(summary.getFailures()).isEmpty();
  }

  private static TestExecutionSummary run(Defect defect, DiscoverySelector selector) {
    System.setProperty(DefectiveStoreContract.PROPERTY, defect.name());
    try {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request().selectors(selector).build();
      LauncherFactory.create().execute(request, listener);
      return listener.getSummary();
    } finally {
      System.clearProperty(DefectiveStoreContract.PROPERTY);
    }
  }
}
