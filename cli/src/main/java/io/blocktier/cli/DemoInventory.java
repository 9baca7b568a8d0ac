package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the files of a demo and gives each one keys that are its own. For one thread. */
final class DemoInventory implements LocalFiles.Visitor {

  /** What memory holds; each file takes some 300 bytes. */
  static final int MOST_FILES = 1_000_000;

  /** Every store takes as many, an S3 bucket behind the longest prefix, too. */
  private static final int MOST_KEY_BYTES = 900;

  private static final int BLOCK_SUFFIX_BYTES = "/block-0000000000".length();

  private final Path directory;
  private final Optional<Path> excluded;
  private final String prefix;
  private final DemoFindings findings;
  private final List<DemoFile> files = new ArrayList<>();
  private long bytes;
  private long skipped;

  private DemoInventory(
      Path directory, Optional<Path> excluded, String prefix, DemoFindings findings) {
    this.directory = directory;
    this.excluded = excluded;
    this.prefix = prefix;
    this.findings = findings;
  }

  /**
   * Looks through a directory. What cannot be looked at becomes a finding.
   *
   * @param directory where to look
   * @param excluded the directory of the demo's own store, which may lie in it
   * @param prefix what all keys start with
   * @param findings takes what cannot be looked at
   */
  static DemoInventory of(
      Path directory, Optional<Path> excluded, String prefix, DemoFindings findings)
      throws IOException, InterruptedException {
    DemoInventory inventory = new DemoInventory(directory, excluded, prefix, findings);
    LocalFiles.walk(directory, inventory);
    return inventory;
  }

  /**
   * Writes down what was found: whoever compares later, in another process, knows what was there
   * when it was written, and not what has become of it.
   */
  void save(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (DemoFile each : files) {
        out.write(Json.line(each.told()));
        out.newLine();
      }
    }
  }

  /** Reads what {@link #save} wrote. */
  static DemoInventory load(Path file, Path directory, String prefix, DemoFindings findings)
      throws IOException {
    DemoInventory inventory = new DemoInventory(directory, Optional.empty(), prefix, findings);
    try (Stream<String> lines = Files.lines(file)) {
      lines.map(line -> DemoFile.of(Json.read(line))).forEach(inventory::add);
    }
    return inventory;
  }

  private void add(DemoFile file) {
    files.add(file);
    bytes += file.size();
  }

  List<DemoFile> files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  /** Returns how many symbolic links and special files were left out. */
  long skipped() {
    return skipped;
  }

  long blocks(int blockSize) {
    return files.stream().mapToLong(file -> file.blocks(blockSize)).sum();
  }

  @Override
  public void file(Path file, BasicFileAttributes attributes) {
    if (files.size() == MOST_FILES) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT, "%s has more than %s files", directory, Units.count(MOST_FILES)),
          "name a smaller directory");
    }
    add(new DemoFile(file, keyBase(file), attributes.size(), attributes.lastModifiedTime()));
  }

  @Override
  public boolean enters(Path inner) {
    return excluded.filter(inner::equals).isEmpty();
  }

  @Override
  public void skipped(Path file) {
    skipped++;
  }

  @Override
  public void failed(Path file, IOException reason) {
    findings.unreadable(file, reason);
  }

  /** A path that is no legal key gets a number; both kinds have a folder of their own. */
  private String keyBase(Path file) {
    String named = prefix + "file/" + directory.relativize(file);
    boolean fits =
        named.getBytes(StandardCharsets.UTF_8).length + BLOCK_SUFFIX_BYTES <= MOST_KEY_BYTES;
    return fits && LocalFiles.isText(file) && isKey(named)
        ? named
        : prefix + "number/" + files.size();
  }

  private static boolean isKey(String name) {
    try {
      return BlockKey.of(name).value().equals(name);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
