package io.blocktier.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches blocks into files. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Fetch blocks into files. A file appears under its name when it is complete.",
    footer = {"", "Example: blocktier get -r s3://backup/photos/ photos/"})
final class GetCommand implements Callable<Integer> {

  private static final String STANDARD_OUTPUT = "-";

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "URI",
      description = "A block, a glob, or with -r a folder.")
  private String uri = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LOCAL",
      defaultValue = ".",
      description = "A file, a directory, or - for standard output (default: this directory).")
  private String local = "";

  @Option(
      names = {"-r", "--recursive"},
      description = "All that lies in a folder.")
  private boolean recursive;

  @Option(
      names = {"-f", "--force"},
      description = "Replace files that exist.")
  private boolean force;

  @Option(names = "--literal", description = "The characters of globs stand for themselves.")
  private boolean literal;

  @Mixin private Concurrency concurrency = new Concurrency();

  GetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    int jobs = concurrency.jobs();
    Target source = session.stores().source(uri);
    Selection selection = Selection.of(source, recursive, literal);
    boolean single = selection instanceof Selection.One;
    Results results = new Results(session, session.progress("get"), single);
    Download download =
        new Download(source.store(), RangeBuffers.forWorkers(jobs), results.progress()::addBytes);
    if (local.equals(STANDARD_OUTPUT)) {
      return toStandardOutput(selection, download, results);
    }
    Downloads downloads = new Downloads(session, download, results, force);
    if (selection instanceof Selection.One one && !isDirectory()) {
      downloads.toFile(one.key(), Path.of(local));
    } else {
      downloads.toDirectory(selection, TargetDirectory.of(Path.of(local)), jobs);
    }
    requireSome(results, source);
    return results.finish("fetched");
  }

  private int toStandardOutput(Selection selection, Download download, Results results)
      throws IOException {
    if (!(selection instanceof Selection.One(var key))) {
      throw CommandException.usage(
          "standard output takes one block, and there may be many", "name a directory");
    }
    download.fetch(key, new OutputSink(session.out()));
    return results.finishSilently();
  }

  private boolean isDirectory() {
    return local.endsWith("/") || Files.isDirectory(Path.of(local));
  }

  private void requireSome(Results results, Target source) {
    if (results.isEmpty()) {
      throw new CommandException(
          ExitCode.NOT_FOUND,
          String.format(Locale.ROOT, "nothing is found at '%s'", source.argument()),
          "'blocktier ls' of the folder above shows what there is");
    }
  }

  /** Bytes that are gone to a pipe cannot be taken back. */
  private static final class OutputSink implements Download.Sink {
    private final Output out;
    private boolean begun;

    OutputSink(Output out) {
      this.out = out;
    }

    @Override
    public boolean restart() {
      return !begun;
    }

    @Override
    public void write(ByteBuffer buffer) {
      begun |= buffer.hasRemaining();
      out.bytes(buffer);
    }
  }
}
