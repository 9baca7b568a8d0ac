package io.blocktier.torture;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.ConfigException;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.util.Map;

/**
 * A local store on the disk, with nothing beneath it.
 *
 * @param effects clock, randomness and threads
 */
record LocalSubject(Effects effects) implements Subject {

  @Override
  public String label() {
    return "local";
  }

  @Override
  public boolean travels() {
    return false;
  }

  @Override
  public Opened open(Path disk, StoreBeneath beneath) throws ConfigException, BlockStoreException {
    BlocktierConfig config =
        BlocktierConfig.parse(Yaml.durable(disk.toString()), label(), Map.of());
    return new OpenStack(config.open(effects, new CompositeMeterRegistry()));
  }
}
