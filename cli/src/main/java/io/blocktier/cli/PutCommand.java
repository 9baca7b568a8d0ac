package io.blocktier.cli;

import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.cache.WriteBackBlockStore;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores files as blocks. */
@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Store files as blocks.",
      "A URI that ends in / takes files under their own names. A key has 1 to 1,100 bytes of UTF-8, no"
          + " empty, '.' or '..' element between its slashes, and no control character."
    },
    footer = {"", "Example: blocktier put -r photos/ s3://backup/photos/"})
final class PutCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  private final Session session;

  @Parameters(
      arity = "2..*",
      paramLabel = "LOCAL... URI",
      hideParamSyntax = true,
      description = "Files (- is standard input), and where they go.")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-r", "--recursive"},
      description = "Every file below a directory; symbolic links are not followed.")
  private boolean recursive;

  @Option(
      names = "--offset",
      paramLabel = "BYTES",
      description = {
        "Write over a part of one block, from there on; the rest stays. Through a cache only."
      })
  private @Nullable Long offset;

  @Mixin private Concurrency concurrency = new Concurrency();
  @Mixin private WriteRequest request = new WriteRequest();

  PutCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    List<String> sources = arguments.subList(0, arguments.size() - 1);
    boolean single = sources.size() == 1 && !recursive;
    request.check(single);
    if (offset != null) {
      return patch(sources, offset);
    }
    int jobs = concurrency.jobs();
    WriteOptions options = options();
    Target target = session.stores().target(arguments.getLast());
    requireRoom(sources, target);
    target.requestProof(request.neededToWrite(), session.errors());
    Results results = new Results(session, session.progress("put"), single);
    try (Workers workers = new Workers(session.effects().executor(), jobs)) {
      Uploads uploads = new Uploads(session, target, options, results, workers);
      for (String source : sources) {
        put(source, uploads);
      }
      uploads.await();
    }
    return results.finish("stored");
  }

  private int patch(List<String> sources, long from) throws IOException, ConfigException {
    if (sources.size() > 1 || recursive || from < 0 || !options().equals(WriteOptions.DEFAULT)) {
      throw CommandException.usage(
          "--offset is 0 or more, and writes one part of one block, which keeps what it has",
          "name one file, and leave conditions, metadata and storage class out");
    }
    Target target = session.stores().target(arguments.getLast());
    WriteBackBlockStore cache = session.stores().cacheOf(target);
    try (InputStream in = open(sources.getFirst());
        ByteSpool spool = ByteSpool.of(in)) {
      Receipt receipt =
          cache.write(target.key(), from, spool.content(), cache.capabilities().durability());
      session.print(
          String.format(
              Locale.ROOT,
              "wrote %d bytes at %d of %s",
              spool.content().length(),
              from,
              target.argument()),
          BlockView.json(receipt));
    }
    return ExitCode.OK.status();
  }

  private InputStream open(String source) throws IOException {
    return source.equals(STANDARD_INPUT)
        ? session.console().in()
        : Files.newInputStream(Path.of(source));
  }

  private void put(String source, Uploads uploads) throws IOException, InterruptedException {
    if (source.equals(STANDARD_INPUT)) {
      uploads.stream(session.console().in());
      return;
    }
    if (source.isEmpty()) {
      throw CommandException.usage("a source is empty", "name a file, a directory or -");
    }
    Path path = Path.of(source);
    if (Files.isDirectory(path)) {
      requireRecursive(path);
      uploads.directory(path);
    } else if (Files.isRegularFile(path)) {
      uploads.file(path);
    } else {
      throw notAFile(path);
    }
  }

  private WriteOptions options() {
    WriteOptions options = WriteOptions.DEFAULT.with(request.precondition());
    options = request.metadata().map(options::with).orElse(options);
    return request.storageClass().map(options::with).orElse(options);
  }

  private void requireRoom(List<String> sources, Target target) {
    if (sources.size() > 1 && !target.isFolder()) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "'%s' is the name of one block, and there are %d sources",
              target.argument(),
              sources.size()),
          "end the URI with / to store them under their own names");
    }
  }

  private void requireRecursive(Path directory) {
    if (!recursive) {
      throw CommandException.usage(directory + ": is a directory", "add -r to store what is in it");
    }
  }

  private static CommandException notAFile(Path path) throws NoSuchFileException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return CommandException.usage(path + ": not a regular file", "pipe it in: put - URI");
  }
}
