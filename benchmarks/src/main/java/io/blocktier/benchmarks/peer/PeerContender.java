package io.blocktier.benchmarks.peer;

import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.util.Optional;

/**
 * A contender who can take part where a world is there. Immutable.
 *
 * @param world that it lives in
 * @param inner what it is otherwise
 */
public record PeerContender(World world, Contender inner) implements Contender {

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String version() {
    return inner.version();
  }

  @Override
  public String settings() {
    return inner.settings();
  }

  @Override
  public String durability() {
    return inner.durability();
  }

  @Override
  public Optional<String> absence() {
    return world.absence();
  }

  @Override
  public boolean does(Cell cell) {
    return inner.does(cell);
  }

  @Override
  public Subject open(Trial trial) throws Exception {
    return inner.open(trial);
  }
}
