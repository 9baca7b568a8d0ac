package io.blocktier.cache.index;

import static io.blocktier.cache.index.BlockIndexContract.entry;
import static io.blocktier.cache.index.BlockIndexContract.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.cache.IndexKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndexesTest {

  private static final byte CLEAN = 2;
  private static final List<String> OPTIONS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED");

  private static final ExecutorService EXECUTOR = Executors.newVirtualThreadPerTaskExecutor();
  private static final Disk DISK = Disk.ofSystem(EXECUTOR);

  @TempDir private Path directory;

  @AfterAll
  static void stopThreads() {
    EXECUTOR.close();
  }

  @ParameterizedTest
  @EnumSource
  void newIndexIsEmpty(IndexKind kind) throws IOException {
    OpenedIndex opened = OpenIndexMain.open(kind, DISK, directory, 1_000, true);
    try (BlockIndex index = opened.index()) {
      assertThat(opened.restored()).isFalse();
      assertThat(index.size()).isZero();
    }
  }

  @Test
  void autoTakesAChronicleMapWhereTheJvmAllowsIt() throws IOException {
    try (BlockIndex index =
        OpenIndexMain.open(IndexKind.AUTO, DISK, directory, 1_000, false).index()) {
      assertThat(index).isInstanceOf(ChronicleIndex.class);
    }
  }

  @Test
  void chronicleMapComesBackAfterACleanStop() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    OpenedIndex opened = OpenIndexMain.open(IndexKind.AUTO, DISK, directory, 1_000, true);
    try (BlockIndex index = opened.index()) {
      assertThat(opened.restored()).isTrue();
      assertThat(index.size()).isEqualTo(500);
      for (int i = 0; i < 500; i++) {
        assertThat(index.find(key(i))).contains(entry(i, CLEAN));
      }
    }
  }

  @Test
  void restoredIndexIsFullWhereItWasFull() throws IOException {
    fill(IndexKind.CHRONICLE, 500, false);
    try (BlockIndex index =
        OpenIndexMain.open(IndexKind.CHRONICLE, DISK, directory, 500, true).index()) {
      assertThatThrownBy(() -> index.put(key(500), entry(500, CLEAN)))
          .isInstanceOf(IndexFullException.class);
    }
  }

  @Test
  void chronicleMapOfAnUncleanStopIsNotBelieved() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    assertNew(IndexKind.CHRONICLE, 1_000, false);
  }

  @Test
  void chronicleMapOfAnotherSizeIsNotBelieved() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    assertNew(IndexKind.CHRONICLE, 2_000, true);
    assertThat(indexFiles()).hasSize(2);
  }

  @Test
  void chronicleMapThatMissedARunIsNotBelieved() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    fill(IndexKind.HEAP, 1_000, true);
    assertThat(indexFiles()).isEmpty();
    assertNew(IndexKind.CHRONICLE, 1_000, true);
  }

  @Test
  void chronicleMapThatWasNotClosedIsNotBelieved() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    try (BlockIndex open =
        OpenIndexMain.open(IndexKind.CHRONICLE, DISK, directory, 1_000, true).index()) {
      assertThat(open.size()).isEqualTo(500);
      Path elsewhere = Files.createDirectory(directory.resolve("crashed"));
      for (Path file : indexFiles()) {
        Files.copy(file, elsewhere.resolve(file.getFileName()));
      }
      OpenedIndex again = OpenIndexMain.open(IndexKind.CHRONICLE, DISK, elsewhere, 1_000, true);
      again.index().close();
      assertThat(again.restored()).isFalse();
    }
  }

  @Test
  void chronicleMapWithOneWrongBitIsNotBelieved() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    Path file = directory.resolve("index-v2-1000.chronicle");
    byte[] bytes = Files.readAllBytes(file);
    bytes[new Random(1).nextInt(bytes.length)] ^= 1;
    Files.write(file, bytes);
    assertNew(IndexKind.CHRONICLE, 1_000, true);
  }

  @Test
  void emptiedOrShortenedChronicleMapIsNotBelieved() throws IOException {
    for (int bytes : new int[] {0, 8192}) {
      fill(IndexKind.CHRONICLE, 1_000, false);
      Files.write(directory.resolve("index-v2-1000.chronicle"), new byte[bytes]);
      assertNew(IndexKind.CHRONICLE, 1_000, true);
    }
  }

  @Test
  void intactFileThatIsNoChronicleMapIsReplaced() throws IOException {
    Path file = directory.resolve("index-v2-1000.chronicle");
    byte[] bytes = new byte[8192];
    new Random(1).nextBytes(bytes);
    Files.write(file, bytes);
    Seal.set(file);
    assertNew(IndexKind.CHRONICLE, 1_000, true);
  }

  @Test
  void chronicleMapThatMissedARecordIsNotBelieved() throws IOException {
    try (BlockIndex index =
        OpenIndexMain.open(IndexKind.CHRONICLE, DISK, directory, 1_000, false).index()) {
      index.put(key(1), entry(1, CLEAN));
      index.distrust();
    }
    assertNew(IndexKind.CHRONICLE, 1_000, true);
  }

  @Test
  void sealWithoutAChronicleMapIsSweptAway() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    Files.delete(directory.resolve("index-v2-1000.chronicle"));
    fill(IndexKind.HEAP, 1_000, true);
    assertThat(indexFiles()).isEmpty();
  }

  @Test
  void autoTakesTheHeapWithoutTheOptions() throws Exception {
    assertThat(openInAnotherJvm(IndexKind.AUTO, List.of())).isEqualTo("HeapIndex");
  }

  @Test
  void autoTakesTheHeapWhereUnsafeIsDenied() throws Exception {
    List<String> options = new ArrayList<>(OPTIONS);
    options.add("--enable-native-access=ALL-UNNAMED");
    options.add("--sun-misc-unsafe-memory-access=deny");
    assertThat(openInAnotherJvm(IndexKind.AUTO, options)).isEqualTo("HeapIndex");
  }

  @Test
  void errorNamesEveryOptionThatIsMissing() throws Exception {
    assertThat(openInAnotherJvm(IndexKind.CHRONICLE, List.of("--illegal-native-access=deny")))
        .contains(OPTIONS)
        .contains("\"heap\"");
    for (String option : OPTIONS) {
      List<String> others = new ArrayList<>(OPTIONS);
      others.remove(option);
      assertThat(openInAnotherJvm(IndexKind.CHRONICLE, others)).contains(option);
    }
  }

  private void fill(IndexKind kind, long maxEntries, boolean clean) throws IOException {
    try (BlockIndex index = OpenIndexMain.open(kind, DISK, directory, maxEntries, clean).index()) {
      for (int i = 0; i < 500; i++) {
        index.put(key(i), entry(i, CLEAN));
      }
    }
  }

  private void assertNew(IndexKind kind, long maxEntries, boolean clean) throws IOException {
    OpenedIndex opened = OpenIndexMain.open(kind, DISK, directory, maxEntries, clean);
    try (BlockIndex index = opened.index()) {
      assertThat(opened.restored()).isFalse();
      assertThat(index.size()).isZero();
      assertThat(index.find(key(1))).isEmpty();
    }
  }

  private List<Path> indexFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private String openInAnotherJvm(IndexKind kind, List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(OpenIndexMain.class.getName(), kind.name(), directory.toString()));
    Path output = Files.createTempFile("open-index", ".out");
    Process jvm = new ProcessBuilder(command).redirectOutput(output.toFile()).start();
    try {
      assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).as("ends in time").isTrue();
      return Files.readString(output, StandardCharsets.UTF_8).strip();
    } finally {
      jvm.destroyForcibly();
      Files.delete(output);
    }
  }
}
