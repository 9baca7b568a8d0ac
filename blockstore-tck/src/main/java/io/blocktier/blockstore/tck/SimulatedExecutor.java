package io.blocktier.blockstore.tck;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Starts threads of a {@link Simulation}. They end with it. */
final class SimulatedExecutor extends AbstractExecutorService {

  private final Simulation simulation;
  private volatile boolean shutDown;

  SimulatedExecutor(Simulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public void execute(Runnable task) {
    simulation.start(task::run);
  }

  @Override
  public void shutdown() {
    shutDown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutDown = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutDown;
  }

  @Override
  public boolean isTerminated() {
    return shutDown;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return shutDown;
  }
}
