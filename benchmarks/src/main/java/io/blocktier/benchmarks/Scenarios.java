package io.blocktier.benchmarks;

import io.blocktier.benchmarks.client.S3Clients;
import io.blocktier.benchmarks.gateway.Gateway;
import io.blocktier.benchmarks.growth.Growth;
import io.blocktier.benchmarks.local.LocalStore;
import io.blocktier.benchmarks.reads.CacheReads;
import io.blocktier.benchmarks.restart.Restart;
import io.blocktier.benchmarks.segments.Segments;
import io.blocktier.benchmarks.trial.Scenario;
import io.blocktier.benchmarks.writes.DurableWrites;
import java.util.List;

/** All scenarios there are. */
final class Scenarios {

  private Scenarios() {}

  static List<Scenario> all() {
    return List.of(
        new DurableWrites(),
        new CacheReads(),
        new LocalStore(),
        new Restart(),
        new Gateway(),
        new S3Clients(),
        new Segments(),
        new Growth());
  }
}
