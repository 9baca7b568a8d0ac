package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies blocks within a store and between stores. */
@Command(
    name = "cp",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Copy blocks. Within one store the store copies, and no byte passes through here where it"
          + " can; between stores blocks stream through in ranges.",
      "With -r or a glob, what lies below the source's folder comes to lie below the target."
    },
    footer = {"", "Example: blocktier cp 's3://backup/2026/**' file:/data/blocks/2026/"})
final class CpCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "A block, a glob, or with -r a folder.")
  private String sourceUri = "";

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "A key, or a folder that ends in /.")
  private String targetUri = "";

  @Option(
      names = {"-r", "--recursive"},
      description = "All that lies in a folder.")
  private boolean recursive;

  @Option(names = "--literal", description = "The characters of globs stand for themselves.")
  private boolean literal;

  @Option(names = "--without-metadata", description = "Leave the blocks' metadata behind.")
  private boolean withoutMetadata;

  @Mixin private Concurrency concurrency = new Concurrency();
  @Mixin private WriteRequest request = new WriteRequest();

  CpCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    int jobs = concurrency.jobs();
    Target target = session.stores().target(targetUri); // first: a copy within it needs its writer
    Target source = session.stores().source(sourceUri);
    Selection selection = Selection.of(source, recursive, literal);
    boolean single = selection instanceof Selection.One;
    check(source, target, selection, single);
    boolean within = source.isInStoreOf(target);
    target.requestProof(
        within ? request.neededToCopy() : request.neededToWrite(), session.errors());
    Results results = new Results(session, session.progress("cp"), single);
    BlockCopier copier = copier(source, target, RangeBuffers.forWorkers(jobs), results);
    try (Workers workers = new Workers(session.effects().executor(), jobs)) {
      selection.forEach(
          source.store(),
          block -> {
            results.requireHope();
            results.progress().expect(block.size().orElse(0));
            workers.submit(() -> copy(copier, block, single, target, results));
          });
      results.progress().expectNoMore();
      workers.await();
    }
    requireSome(results, source);
    return results.finish("copied");
  }

  private void copy(
      BlockCopier copier,
      Selection.Selected block,
      boolean single,
      Target target,
      Results results) {
    try {
      boolean named = single && !target.isFolder();
      BlockKey key = named ? target.key() : target.below(block.relative());
      copier.copy(block.key(), key, results);
    } catch (java.io.IOException | CommandException e) {
      results.failed(e);
    }
  }

  private BlockCopier copier(Target source, Target target, RangeBuffers buffers, Results results) {
    CopyTerms terms =
        new CopyTerms(
            request.precondition(), request.metadata(), withoutMetadata, request.storageClass());
    return new BlockCopier(
        source.store(), target.store(), terms, buffers, results.progress()::addBytes);
  }

  private void check(Target source, Target target, Selection selection, boolean single) {
    request.check(single);
    if (withoutMetadata && request.metadata().isPresent()) {
      throw CommandException.usage(
          "--metadata and --without-metadata exclude each other", "leave one of them out");
    }
    if (!single && !recursive && !target.isFolder()) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "'%s' is the name of one block, and a glob may match many",
              target.argument()),
          "end the target with /");
    }
    if (source.isInStoreOf(target)) {
      requireApart(source, target, selection, single);
    }
  }

  private void requireApart(Target source, Target target, Selection selection, boolean single) {
    String to =
        single && target.isFolder()
            ? target.name() + Target.lastElement(source.name())
            : target.name();
    boolean changesNothing =
        request.storageClass().isEmpty() && request.metadata().isEmpty() && !withoutMetadata;
    if (single && to.equals(source.name()) && changesNothing) {
      throw CommandException.usage(
          String.format(Locale.ROOT, "source and target are the same block '%s'", to),
          "name another target");
    }
    if (!single && selection.reaches(target.folder())) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "the target '%s' lies within the source '%s'",
              target.argument(),
              source.argument()),
          "name a target beside it");
    }
  }

  private static void requireSome(Results results, Target source) {
    if (results.isEmpty()) {
      throw new CommandException(
          ExitCode.NOT_FOUND,
          String.format(Locale.ROOT, "nothing is found at '%s'", source.argument()),
          "'blocktier ls' of the folder above shows what there is");
    }
  }
}
