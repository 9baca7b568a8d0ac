package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The contract fails on a store with a defect, whichever it is; without one it passes. */
class PlantedDefectTest {

  @ParameterizedTest
  @EnumSource
  void contractFailsOnTheDefect(Defect defect) {
    System.setProperty(DefectiveStoreContract.PROPERTY, defect.name());
    try {
      assertThat(failures()).as("tests of the contract that notice " + defect).isPositive();
    } finally {
      System.clearProperty(DefectiveStoreContract.PROPERTY);
    }
  }

  private static long failures() {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(DefectiveStoreContract.class))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    assertThat(listener.getSummary().getTestsFoundCount()).isGreaterThan(100);
    return listener.getSummary().getTestsFailedCount();
  }
}
