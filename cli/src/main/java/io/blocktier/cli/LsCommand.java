package io.blocktier.cli;

import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.ListEntry;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists blocks and folders; memory holds one page. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "List blocks and folders.",
    footer = {"", "Example: blocktier ls -l s3://backup/2026/"})
final class LsCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "URI",
      description =
          "A store, folder, block or glob (*, ?, **, [a-z]); with --config a name in that store.")
  private @Nullable String uri;

  @Option(
      names = {"-r", "--recursive"},
      description = "Also what lies in folders.")
  private boolean recursive;

  @Option(
      names = {"-l", "--long"},
      description = "Size, time and etag of each block.")
  private boolean details;

  @Option(
      names = {"-c", "--count"},
      description = "Only count, all that lies in folders included.")
  private boolean count;

  @Option(
      names = "--regex",
      paramLabel = "PATTERN",
      description = "Only names in which this regular expression of Java is found.")
  private @Nullable String regex;

  @Option(names = "--literal", description = "The characters of globs stand for themselves.")
  private boolean literal;

  LsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    Predicate<String> filter = filter();
    Target target =
        uri == null ? session.stores().configuredSource() : session.stores().source(uri);
    Selection.Listed selection = Selection.listed(target, recursive, literal);
    Listing listing = new Listing(session.progress("ls"));
    selection.entries(target.store(), recursive || count, entry -> accept(listing, entry, filter));
    session.errors().clearProgress();
    return count ? printCount(listing) : requireSome(listing, target);
  }

  private void accept(Listing listing, ListEntry entry, Predicate<String> filter) {
    if (filter.test(entry.name())) {
      listing.add(entry);
      if (!count) {
        print(entry);
      }
    }
  }

  private void print(ListEntry entry) {
    if (session.options().json()) {
      session.out().line(Json.line(json(entry)));
    } else if (details) {
      session.out().line(longLine(entry));
    } else {
      session.out().line(entry.name());
    }
  }

  private int printCount(Listing listing) {
    String text =
        String.format(
            Locale.ROOT,
            "%s, %s (%s)",
            Units.blocks(listing.blocks),
            Units.bytes(listing.bytes),
            Units.blockRate(listing.blocks, listing.progress.nanos()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("blocks", listing.blocks);
    json.put("bytes", listing.bytes);
    json.put("seconds", Units.round(listing.progress.nanos() / 1e9, 3));
    session.print(text, json);
    return ExitCode.OK.status();
  }

  /** Folders have no existence of their own: an empty one is one that is not there. */
  private int requireSome(Listing listing, Target target) {
    if (listing.entries == 0 && (regex != null || !target.name().isEmpty())) {
      throw new CommandException(
          ExitCode.NOT_FOUND,
          String.format(Locale.ROOT, "nothing is found at '%s'", target.argument()),
          "'blocktier ls' of the folder above shows what there is");
    }
    return ExitCode.OK.status();
  }

  private Predicate<String> filter() {
    try {
      return regex == null ? name -> true : Pattern.compile(regex).asPredicate();
    } catch (PatternSyntaxException e) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "--regex: %s at character %d",
              e.getDescription(),
              Math.max(0, e.getIndex())),
          "java.util.regex.Pattern has the syntax; ls also takes globs");
    }
  }

  private static String longLine(ListEntry entry) {
    return switch (entry) {
      case ListEntry.Block(BlockStat stat) -> BlockView.longLine(stat);
      case ListEntry.Folder folder -> BlockView.longFolder(folder.name());
    };
  }

  private static Map<String, Object> json(ListEntry entry) {
    return switch (entry) {
      case ListEntry.Block(BlockStat stat) -> BlockView.json(stat);
      case ListEntry.Folder folder -> Map.of("folder", folder.name());
    };
  }

  /** What was listed so far. */
  private static final class Listing {
    private final Progress progress;
    private long entries;
    private long blocks;
    private long bytes;

    Listing(Progress progress) {
      this.progress = progress;
    }

    void add(ListEntry entry) {
      entries++;
      if (entry instanceof ListEntry.Block(BlockStat stat)) {
        blocks++;
        bytes += stat.size();
        progress.addBlocks(1);
      }
    }
  }
}
