package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings hold the names on the way to where they are, not those of the whole tree. */
class ListingMemoryTest {

  private static final Path ROOT = Path.of("/synthetic");

  @TempDir Path scratch;
  private int directoriesRead;
  private int namesRead;

  /** A tree that is nowhere: directories d0… in the root, and files f0… in each. */
  private Disk synthetic(int directories, int files) {
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              Path path = (Path) arguments[0];
              return switch (method.getName()) {
                case "anyName" -> {
                  boolean root = path.equals(ROOT);
                  yield anyName(root ? "d" : "f", root ? directories : files, arguments[1]);
                }
                case "status" -> status(path);
                case "attribute" -> null;
                default -> throw new NoSuchFileException(method.getName() + " " + path);
              };
            });
  }

  private boolean anyName(String letter, int count, Object test) throws IOException {
    directoriesRead++;
    for (int i = 0; i < count; i++) {
      namesRead++;
      if (((Disk.NameTest) test).accepts(letter + i)) {
        return true;
      }
    }
    return false;
  }

  private static Disk.Status status(Path path) {
    String name = String.valueOf(path.getFileName());
    if (name.startsWith(".")) {
      return null;
    }
    Disk.Kind kind = name.startsWith("d") ? Disk.Kind.DIRECTORY : Disk.Kind.FILE;
    return new Disk.Status(kind, 1, 1, "1");
  }

  private static BlockListing listing(Disk disk, ListOptions options) throws IOException {
    DirectoryReader reader = new DirectoryReader(disk, new Tree(disk, ROOT), () -> 0);
    LocalErrors errors = new LocalErrors("test", disk, ROOT);
    return new TreeListing(reader, errors, options, reader.start(options.prefix()));
  }

  @Test
  void theFirstPageReadsOnlyTheDirectoriesOnTheWay() throws Exception {
    ListOptions options = ListOptions.under(KeyPrefix.of("")).withPageSize(1000);
    try (BlockListing listing = listing(synthetic(1000, 1000), options)) {
      assertThat(listing.nextPage()).hasSize(1000);
      assertThat(directoriesRead).isLessThanOrEqualTo(3);
      assertThat(namesRead).isLessThanOrEqualTo(3000);

      listing.nextPage();
      assertThat(directoriesRead).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void aListingThatStartsInTheMiddleSkipsWhatIsBefore() throws Exception {
    ListOptions options = ListOptions.under(KeyPrefix.of("")).startingAfter("d500/f998");
    try (BlockListing listing = listing(synthetic(1000, 1000), options)) {
      assertThat(listing.nextPage().getFirst().name()).isEqualTo("d500/f999");
      assertThat(directoriesRead).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void aListingUnderAPrefixReadsNothingBesideIt() throws Exception {
    ListOptions options = ListOptions.under(KeyPrefix.of("d500/f99"));
    try (BlockListing listing = listing(synthetic(100_000, 1000), options)) {
      assertThat(listing.nextPage()).hasSize(11);
      assertThat(namesRead).isEqualTo(1000);
    }
  }

  @Test
  void aFolderIsKnownByTheFirstBlockInIt() throws Exception {
    ListOptions options = ListOptions.under(KeyPrefix.of("")).folded();
    try (BlockListing listing = listing(synthetic(10, 100_000), options)) {
      assertThat(listing.nextPage()).hasSize(10);
      assertThat(namesRead).isEqualTo(10 + 10);
    }
  }

  @Test
  void everyBlockOfALargeTreeIsListedOnceInOrder() throws Exception {
    int total = 0;
    String last = "";
    try (BlockListing listing =
        listing(synthetic(300, 1000), ListOptions.under(KeyPrefix.of("")))) {
      for (List<ListEntry> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
        for (ListEntry entry : page) {
          assertThat(Names.compare(entry.name(), last)).isPositive();
          last = entry.name();
        }
        total += page.size();
      }
    }
    assertThat(total).isEqualTo(300_000);
    assertThat(directoriesRead).isEqualTo(301);
  }

  @Test
  void aDirectoryOfManyNamesIsListed() throws Exception {
    int total = 0;
    ListOptions options = ListOptions.under(KeyPrefix.of("d0/"));
    try (BlockListing listing = listing(synthetic(1, 100_000), options)) {
      for (List<ListEntry> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
        total += page.size();
      }
    }
    assertThat(total).isEqualTo(100_000);
    assertThat(directoriesRead).isEqualTo(1);
  }

  @Test
  void keysComeInTheOrderOfTheirBytes() throws Exception {
    String longA = "a".repeat(300);
    List<String> keys =
        new ArrayList<>(
            List.of(
                "a",
                "a!",
                "a/b",
                "a/b/c",
                "a0",
                "aa",
                "é",
                "\uffee",
                "𝄞",
                ".blocktier",
                longA,
                longA + "!",
                longA + "/b",
                longA + "0",
                "a".repeat(200),
                "a".repeat(201),
                "a".repeat(231),
                "a".repeat(231) + "/x",
                ".blocktier=a/.blocktier"));
    try (var store = LocalFixture.open(scratch, "sync", "false")) {
      for (String key : keys) {
        LocalFixture.write(store, key, key);
      }
      List<String> listed = LocalFixture.list(store, ListOptions.under(KeyPrefix.of("")));
      keys.sort((one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
      assertThat(listed).isEqualTo(keys);
    }
  }
}
