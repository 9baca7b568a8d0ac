package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.spi.Signals.Signal;
import java.time.Duration;

/** A signal between threads of a {@link Simulation}. */
final class SimulatedSignal implements Signal {

  private final Simulation simulation;
  private volatile boolean raised;

  SimulatedSignal(Simulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public void raise() {
    raised = true;
  }

  @Override
  public boolean await(Duration timeout) {
    return raised || simulation.pause(this, timeout);
  }

  boolean isRaised() {
    return raised;
  }
}
