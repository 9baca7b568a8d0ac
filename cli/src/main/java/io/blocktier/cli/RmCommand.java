package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Etag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes blocks. */
@Command(
    name = "rm",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Remove blocks: by key, by glob, or with -r all that lies in a folder.",
      "A folder is what stands before a slash: -r of share1 leaves share10 alone. The glob share1**"
          + " takes both."
    },
    footer = {"", "Example: blocktier rm -r --dry-run s3://backup/2024/"})
final class RmCommand implements Callable<Integer> {

  private static final List<Capability> CONDITION = List.of(Capability.CONDITIONAL_DELETE);

  private final Session session;

  @Parameters(
      arity = "1..*",
      paramLabel = "URI",
      description = "Blocks, globs, or with -r folders.")
  private List<String> uris = new ArrayList<>();

  @Option(
      names = {"-r", "--recursive"},
      description = "All that lies in a folder.")
  private boolean recursive;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Only list what would go, and count it.")
  private boolean dryRun;

  @Option(
      names = {"-f", "--force"},
      description = "A block that is not there is fine.")
  private boolean force;

  @Option(names = "--all", description = "Yes, a whole store.")
  private boolean all;

  @Option(names = "--literal", description = "The characters of globs stand for themselves.")
  private boolean literal;

  @Option(
      names = "--if-match",
      paramLabel = "ETAG",
      description = "Only the version with this etag; for one block.")
  private @Nullable String ifMatch;

  @Mixin private Concurrency concurrency = new Concurrency();

  RmCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    int jobs = concurrency.jobs();
    List<Removal> removals = new ArrayList<>();
    for (String uri : uris) {
      removals.add(removal(session.stores().target(uri)));
    }
    boolean single =
        removals.size() == 1 && removals.getFirst().selection() instanceof Selection.One;
    requireSingleCondition(single);
    if (ifMatch != null) {
      removals.getFirst().target().requestProof(CONDITION, session.errors());
    }
    Results results = new Results(session, session.progress("rm"), single);
    try (Workers workers = new Workers(session.effects().executor(), jobs)) {
      for (Removal removal : removals) {
        remove(removal, results, workers);
      }
      workers.await();
    }
    return results.finish(dryRun ? "would remove" : "removed");
  }

  private Removal removal(Target target) {
    Selection selection = Selection.of(target, recursive, literal);
    if (selection instanceof Selection.Listed listed && listed.isEverything() && !all && !dryRun) {
      throw CommandException.usage(
          String.format(Locale.ROOT, "'%s' is a whole store", target.argument()),
          "add --all if it shall be emptied");
    }
    return new Removal(target, selection, options(), dryRun, force);
  }

  private void remove(Removal removal, Results results, Workers workers)
      throws InterruptedException {
    try {
      removal.run(session, results, workers);
    } catch (BlockStoreException | CommandException e) {
      results.failed(e);
    }
  }

  private DeleteOptions options() {
    String tag = ifMatch;
    return tag == null
        ? DeleteOptions.DEFAULT
        : WriteRequest.legal(() -> DeleteOptions.ifMatch(Etag.of(WriteRequest.unquoted(tag))));
  }

  private void requireSingleCondition(boolean single) {
    if (ifMatch != null && !single) {
      throw CommandException.usage(
          "--if-match names one version, and there may be many blocks", "remove them one by one");
    }
  }
}
