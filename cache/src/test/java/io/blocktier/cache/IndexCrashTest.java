package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the index leaves on a real disk is worth something behind a clean stop only. */
class IndexCrashTest {

  private static final int WRITES = 1_000;

  @TempDir private Path temp;

  private final BlockStore beneath = new InMemoryBlockStore(CacheFixture.EFFECTS);

  private WriteBackBlockStore open(BlockStore store, Path directory, IndexKind index)
      throws BlockStoreException {
    return WriteBackBlockStore.open(
        new Unclosed(store), CacheFixture.options(directory, index), CacheFixture.EFFECTS);
  }

  private BlockStore faulty(FaultKind kind) {
    FaultPlan plan = FaultPlan.of(1, FaultRule.of(kind, 100, Operation.WRITE));
    return new FaultyBlockStore(beneath, plan, CacheFixture.EFFECTS);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasAcknowledgedSurvivesAKill(IndexKind index) throws Exception {
    Path directory = temp.resolve("cache");
    Process writer =
        new ProcessBuilder(command(index, directory))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int last = -1;
    try (BufferedReader acknowledged = writer.inputReader()) {
      while (last < WRITES) {
        last = Integer.parseInt(acknowledged.readLine());
      }
      writer.destroyForcibly().waitFor();
    } finally {
      writer.destroyForcibly();
    }
    try (WriteBackBlockStore cache = open(faulty(FaultKind.UNAVAILABLE), directory, index)) {
      requireWritten(cache, last);
    }
  }

  /** The newest of each key up to a number, or a later one. */
  private static void requireWritten(BlockStore cache, int last) throws BlockStoreException {
    for (int number = last - 499; number <= last; number++) {
      byte[] found = Blocks.readAll(cache, WriteUntilKilledMain.key(number)).array();
      int expected = number;
      assertThat(Stream.of(expected, expected + 500))
          .anyMatch(version -> Arrays.equals(found, WriteUntilKilledMain.bytes(version)));
    }
  }

  private static List<String> command(IndexKind index, Path directory) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String options =
        "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
            + " --add-opens=java.base/java.lang=ALL-UNNAMED"
            + " --add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
            + " --add-exports=java.base/sun.nio.ch=ALL-UNNAMED"
            + " --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"
            + " --add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED";
    return Stream.of(
            Stream.of(java),
            Stream.of(options.split(" ")),
            Stream.of("-Xmx256m", "-cp", System.getProperty("java.class.path")),
            Stream.of(WriteUntilKilledMain.class.getName(), index.name(), directory.toString()))
        .flatMap(words -> words)
        .toList();
  }

  /** A copy of the files of an open cache is what a power cut may leave, if its index is torn. */
  @ParameterizedTest
  @EnumSource
  void whatWasAcknowledgedSurvivesAPowerCutThatTearsTheIndex(IndexKind index) throws Exception {
    Path running = temp.resolve("running");
    Path cut = Files.createDirectory(temp.resolve("cut"));
    try (WriteBackBlockStore cache = open(faulty(FaultKind.UNAVAILABLE), running, index)) {
      for (int number = 0; number < WRITES; number++) {
        Blocks.write(cache, WriteUntilKilledMain.key(number), WriteUntilKilledMain.bytes(number));
      }
      try (Stream<Path> files = Files.list(running)) {
        for (Path file : files.toList()) {
          Files.copy(file, cut.resolve(file.getFileName()));
        }
      }
    }
    tear(cut);
    try (WriteBackBlockStore cache = open(faulty(FaultKind.UNAVAILABLE), cut, index)) {
      requireWritten(cache, WRITES - 1);
      assertThat(cache.status().dirtyBlocks()).isEqualTo(500);
    }
  }

  private static void tear(Path directory) throws IOException {
    Random random = new Random(1);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().contains("index-")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        for (int sector = 0; sector + 512 <= bytes.length; sector += 512) {
          if (random.nextInt(10) == 0) {
            Arrays.fill(bytes, sector, sector + 512, (byte) 0);
          }
        }
        Files.write(file, bytes);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everythingIsThereBehindACleanStop(IndexKind index) throws Exception {
    Path directory = temp.resolve("cache");
    for (int life = 0; life < 3; life++) {
      try (WriteBackBlockStore cache = open(faulty(FaultKind.UNAVAILABLE), directory, index)) {
        if (life > 0) {
          requireWritten(cache, life * WRITES - 1);
          assertThat(cache.status().dirtyBlocks()).isEqualTo(500);
        }
        for (int number = life * WRITES; number < (life + 1) * WRITES; number++) {
          Blocks.write(cache, WriteUntilKilledMain.key(number), WriteUntilKilledMain.bytes(number));
        }
      }
    }
    try (WriteBackBlockStore cache = open(beneath, directory, index)) {
      cache.flush(KeyPrefix.ALL);
      requireWritten(beneath, 3 * WRITES - 1);
      assertThat(cache.status().atRiskBytes()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheStoreRefusedStaysQuarantinedWithItsReason(IndexKind index) throws Exception {
    Path directory = temp.resolve("cache");
    BlockKey key = BlockKey.of("refused");
    try (WriteBackBlockStore cache = open(faulty(FaultKind.REFUSED), directory, index)) {
      Blocks.write(cache, key, new byte[7]);
      assertThatThrownBy(() -> cache.flush(KeyPrefix.ALL))
          .isInstanceOf(AccessRefusedException.class);
      assertThat(cache.status().quarantinedBlocks()).isEqualTo(1);
    }
    try (WriteBackBlockStore cache = open(beneath, directory, index)) {
      assertThat(cache.quarantined(KeyPrefix.ALL))
          .singleElement()
          .satisfies(block -> assertThat(block.reason()).contains("injected REFUSED"));
      assertThat(cache.status().atRiskBytes()).isEqualTo(7);
      assertThat(cache.retryQuarantined(KeyPrefix.ALL)).isEqualTo(1);
      cache.flush(KeyPrefix.ALL);
      assertThat(beneath.stat(key).size()).isEqualTo(7);
      assertThat(cache.status().atRiskBytes()).isZero();
    }
  }
}
