package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cli.Cli.Outcome;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.StoreStack;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every verb over packed blocks, also with a cache above and behind the server. */
class PackedVerbsTest {

  private static final int LARGE = 2_000_000;

  @TempDir private Path directory;
  private Path small;
  private Path large;
  private Path plain;
  private Path cached;

  @BeforeEach
  void write() throws IOException {
    small = Files.write(directory.resolve("small"), MemoryStoreTest.bytes(1000, 1));
    large = Files.write(directory.resolve("large"), MemoryStoreTest.bytes(LARGE, 2));
    String packed =
        Files.readString(LocalConfig.write(directory, directory.resolve("store")))
            + "packed: {path: %s, age: 20ms}\n".formatted(directory.resolve("log"));
    plain = Files.writeString(directory.resolve("packed.yaml"), packed);
    cached =
        Files.writeString(
            directory.resolve("cached.yaml"),
            packed + "cache: {path: %s, size: 64MiB}\n".formatted(directory.resolve("cache")));
  }

  private static Outcome run(Object... args) {
    Outcome outcome = Cli.run(args);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome;
  }

  @Test
  void blocksArePutReadCopiedListedAndRemoved() throws Exception {
    run("put", "--config", plain, small, "/a");
    run("put", "--config", plain, large, "/dir/b");
    run("cp", "--config", plain, "/a", "/dir/c");
    run("cp", "--config", plain, "/dir/b", "/d");
    assertThat(run("ls", "--config", plain, "/").lines())
        .extracting(String::strip)
        .containsExactly("a", "d", "dir/");
    for (String key : new String[] {"/d", "/dir/b"}) {
      Path fetched = directory.resolve("fetched");
      run("get", "--config", plain, key, fetched);
      assertThat(fetched).hasSameBinaryContentAs(large);
      Files.delete(fetched);
    }
    assertThat(run("stat", "--config", plain, "/dir/c").out()).contains("1000", "etag");
    run("rm", "--config", plain, "-r", "/dir/");
    assertThat(run("ls", "--config", plain, "-r", "/").lines()).containsExactly("a", "d");
    assertThat(run("segments", "fsck", "--config", plain).out()).contains("0 findings");
    assertThat(Cli.run("put", "--config", plain, "--if-absent", small, "/a").status()).isNotZero();
    assertThat(directory.resolve("store/packed/objects")).isDirectoryContaining("glob:**");
  }

  @Test
  void fsckSeesLargeBlocksAndWhatBelongsToNone() throws Exception {
    run("put", "--config", plain, large, "/dir/b");
    run("put", "--config", plain, large, "/d");
    Path objects = directory.resolve("store/packed/objects");
    assertThat(run("segments", "fsck", "--records", "--config", plain).out())
        .contains("checked 2 objects of large blocks", "0 findings", "0 of 0 B belong to no block");

    run("segments", "snapshot", "create", "--config", plain, "monday");
    List<Path> before = files(objects);
    run("put", "--config", plain, large, "/d");
    run("put", "--config", plain, small, "/e");
    assertThat(files(objects)).hasSize(3).containsAll(before);
    Path stray = objects.resolve("f".repeat(32));
    Files.copy(before.getFirst(), stray);
    Outcome orphan = run("segments", "fsck", "--config", plain);
    assertThat(orphan.out())
        .contains("packed/objects/" + "f".repeat(32) + " belongs to no block")
        .contains("checked 3 objects", "0 findings; 0 wait", "1 of 2.0 MB belong to no block");
    assertThat(run("segments", "fsck", "--repair", "--config", plain).out())
        .contains("deleted 0 objects of 0 B that belong to no block; 1 are too young");
    Path old = objects.resolve("e".repeat(32));
    Files.copy(before.getFirst(), old);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    assertThat(run("segments", "fsck", "--repair", "--dry-run", "--config", plain).out())
        .contains("packed/objects/" + "e".repeat(32) + ": would have deleted")
        .contains("would have deleted 1 objects of 2.0 MB");
    assertThat(old).exists();
    assertThat(run("segments", "fsck", "--repair", "--config", plain).out())
        .contains("deleted 1 objects of 2.0 MB");
    assertThat(old).doesNotExist();
    assertThat(files(objects)).as("what is too young, and what a block has").hasSize(4);

    for (Path object : before) {
      Files.delete(object);
    }
    Outcome damaged = Cli.run("segments", "fsck", "--json", "--config", plain);
    assertThat(damaged.status()).isEqualTo(8);
    assertThat(damaged.out())
        .contains("\"block\":\"dir/b\"", "\"block\":\"d\",\"snapshot\":\"monday\"")
        .contains("\"kind\":\"missing\"", "\"loss\":true", "\"findings\":2");

    run("segments", "snapshot", "drop", "--config", plain, "monday");
    assertThat(Cli.run("segments", "fsck", "--config", plain).out())
        .contains("checked 2 objects", "block 'dir/b', object packed/objects/")
        .doesNotContain("monday");
    Files.copy(stray, before.getFirst());
    Files.copy(stray, before.getLast());
    run("put", "--config", plain, small, "/e");
    assertThat(run("segments", "fsck", "--records", "--config", plain).out())
        .contains("checked 2 objects", "0 findings; 0 wait");
    assertThat(files(objects)).as("what only the snapshot saw is deleted").hasSize(3);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void theirSegmentsTakeNoRecordsBesideThem() {
    run("put", "--config", plain, small, "/a");
    for (Object[] words : new Object[][] {{"put", "x", small}, {"rm", "x"}, {"import", small}}) {
      Object[] all = new Object[words.length + 3];
      all[0] = "--config";
      all[1] = plain;
      all[2] = "segments";
      System.arraycopy(words, 0, all, 3, words.length);
      Outcome outcome = Cli.run(all);
      assertThat(outcome.status()).as(outcome.err()).isEqualTo(2);
      assertThat(outcome.err()).contains("hold packed blocks");
    }
    Outcome unknown = Cli.run("segments", "recover", "--config", plain, "--give-up", "none");
    assertThat(unknown.err()).contains("no log none was left").doesNotContain("packed blocks");
    assertThat(run("ls", "-r", "--config", plain, "/").out().lines()).containsExactly("a");
  }

  @Test
  void whatOnlyReadsLeavesTheWriterAlone() throws Exception {
    run("put", "--config", plain, small, "/a");
    run("put", "--config", plain, large, "/dir/b");
    Path elsewhere =
        Files.writeString(
            directory.resolve("elsewhere.yaml"),
            Files.readString(plain).replace(directory + "/log", directory + "/other-log"));
    Effects effects = Effects.ofSystem();
    try (StoreStack writer =
        BlocktierConfig.load(plain, Map.of()).open(effects, new CompositeMeterRegistry())) {
      for (Path config : List.of(plain, elsewhere)) {
        assertThat(run("ls", "--config", config, "-r").lines()).containsExactly("a", "dir/b");
        assertThat(run("stat", "--config", config, "/a").out()).contains("1000", "etag");
        Path fetched = directory.resolve("fetched");
        run("get", "--config", config, "/dir/b", fetched);
        assertThat(fetched).hasSameBinaryContentAs(large);
        Files.delete(fetched);
        run("cp", "--config", config, "/a", "file:" + directory + "/copies/a");
        assertThat(directory.resolve("copies/a")).hasSameBinaryContentAs(small);
        assertThat(run("config", "check", "--open", "--config", config).out()).contains("healthy");
      }
      Content content = Content.of(ByteBuffer.wrap(Files.readAllBytes(small)));
      writer.store().write(BlockKey.of("later"), content, WriteOptions.DEFAULT);
      assertThat(run("ls", "--config", elsewhere, "-r").lines())
          .containsExactly("a", "dir/b", "later");
    } finally {
      effects.executor().shutdownNow();
    }
    assertThat(directory.resolve("other-log")).doesNotExist();
  }

  @Test
  void whatTheCacheHoldsIsFlushedIntoSegments() throws Exception {
    run("put", "--config", cached, small, "/a");
    run("flush", "--config", cached);
    Path fetched = directory.resolve("fetched");
    run("get", "--config", plain, "/a", fetched);
    assertThat(fetched).hasSameBinaryContentAs(small);
    assertThat(directory.resolve("store/packed/segments")).isDirectoryContaining("glob:**0001");
  }

  @Test
  void theServerKeepsItsObjectsPacked() throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("served.yaml"),
            Files.readString(plain)
                + """
                gateway:
                  listen: 127.0.0.1:0
                  access_key: %s
                  buckets: {photos: media/}
                """
                    .formatted(Served.KEY));
    Map<String, String> env = Map.of("BLOCKTIER_GATEWAY_SECRET_KEY", Served.SECRET);
    try (Served served = Served.start(env, "serve", "--config", config)) {
      Outcome put = served.client().execute("put", small, large, served.s3("photos/"));
      assertThat(put.status()).as(put.err()).isZero();
      Path fetched = directory.resolve("fetched");
      Outcome get = served.client().execute("get", served.s3("photos/large"), fetched);
      assertThat(get.status()).as(get.err()).isZero();
      assertThat(fetched).hasSameBinaryContentAs(large);
    }
    assertThat(directory.resolve("store/packed/segments")).isDirectoryContaining("glob:**0001");
    assertThat(directory.resolve("store/media")).doesNotExist();
  }
}
