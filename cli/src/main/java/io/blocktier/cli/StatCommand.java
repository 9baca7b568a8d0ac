package io.blocktier.cli;

import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints all that a store knows of a block. */
@Command(
    name = "stat",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Print all that is known of blocks.",
    footer = {"", "Example: blocktier stat s3://backup/2026/db.img"})
final class StatCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "URI", description = "Blocks, by their whole names.")
  private List<String> uris = new ArrayList<>();

  StatCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    Results results = new Results(session, session.progress("stat"), true);
    for (String uri : uris) {
      Target target = session.stores().source(uri);
      try {
        print(target.store().stat(target.key()), results);
      } catch (BlockStoreException e) {
        results.failed(e);
      }
    }
    return results.finishSilently();
  }

  private void print(BlockStat stat, Results results) {
    results.done(stat.size(), BlockView.json(stat));
    if (!session.options().json()) {
      BlockView.json(stat).forEach(this::printField);
    }
  }

  private void printField(String name, Object value) {
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((key, text) -> printField(name, key + "=" + text));
    } else {
      session.out().line(String.format(Locale.ROOT, "%-14s %s", name.replace('_', ' '), value));
    }
  }
}
