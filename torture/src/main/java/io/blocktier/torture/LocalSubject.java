package io.blocktier.torture;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.ConfigException;
import io.blocktier.config.StoreStack;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.util.Map;

/** What a configuration opens. */
final class ConfiguredSubject implements Subject {

  private final String label;
  private final boolean travels;
  private final String yaml;
  private final Effects effects;

  private ConfiguredSubject(String label, boolean travels, String yaml, Effects effects) {
    this.label = label;
    this.travels = travels;
    this.yaml = yaml;
    this.effects = effects;
  }

  /** A local store on the disk. */
  static Subject local(Effects effects) {
    return new ConfiguredSubject("local", false, Yaml.durable("DISK"), effects);
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public boolean travels() {
    return travels;
  }

  @Override
  public Opened open(Path disk, Path beneath) throws ConfigException, BlockStoreException {
    String filled = yaml.replace("DISK", disk.toString()).replace("BENEATH", beneath.toString());
    StoreStack stack =
        BlocktierConfig.parse(filled, label, Map.of()).open(effects, new CompositeMeterRegistry());
    return new OpenStack(stack);
  }

  /** An open configuration. */
  record OpenStack(StoreStack stack) implements Opened {

    @Override
    public BlockStore store() {
      return stack.store();
    }

    @Override
    public void drain() throws BlockStoreException {
      if (stack.cache().isPresent()) {
        stack.cache().get().flush(KeyPrefix.ALL);
      }
    }

    @Override
    public void close() throws BlockStoreException {
      stack.close();
    }
  }
}
