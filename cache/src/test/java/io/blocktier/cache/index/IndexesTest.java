package io.blocktier.cache.index;

import static io.blocktier.cache.index.BlockIndexContract.entry;
import static io.blocktier.cache.index.BlockIndexContract.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.tck.DiskFaultKind;
import io.blocktier.blockstore.tck.DiskFaultRule;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.cache.IndexKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndexesTest {

  private static final byte CLEAN = 2;
  private static final String IMAGE = "index-v3.image";
  private static final Path THERE = Path.of("/there");
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
  void autoTakesAChronicleMapForManyBlocksWhereTheJvmAllowsIt() throws IOException {
    try (BlockIndex index =
        OpenIndexMain.open(IndexKind.AUTO, DISK, directory, OpenIndexMain.MANY, false).index()) {
      assertThat(index).isInstanceOf(ChronicleIndex.class);
    }
  }

  @Test
  void autoTakesTheHeapForFewBlocks() throws IOException {
    try (BlockIndex index =
        OpenIndexMain.open(IndexKind.AUTO, DISK, directory, Indexes.MAX_ON_HEAP, false).index()) {
      assertThat(index).isInstanceOf(HeapIndex.class);
    }
  }

  @Test
  void chronicleMapComesBackAfterACleanStop() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    OpenedIndex opened =
        OpenIndexMain.open(IndexKind.AUTO, DISK, directory, OpenIndexMain.MANY, true);
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
  void imageServesAMapOfAnotherSize() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    OpenedIndex opened = OpenIndexMain.open(IndexKind.CHRONICLE, DISK, directory, 2_000, true);
    try (BlockIndex index = opened.index()) {
      assertThat(opened.restored()).isTrue();
      assertThat(index.size()).isEqualTo(500);
    }
  }

  @Test
  void imageThatDoesNotFitIsNotBelieved() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    assertNew(IndexKind.CHRONICLE, 499, true);
  }

  @Test
  void chronicleMapThatMissedARunIsNotBelieved() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    fill(IndexKind.HEAP, 1_000, true);
    assertThat(indexFiles()).isEmpty();
    assertNew(IndexKind.CHRONICLE, 1_000, true);
  }

  @Test
  void noImageIsThereWhileTheMapMayChange() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    assertThat(indexFiles()).hasSize(1);
    try (BlockIndex open =
        OpenIndexMain.open(IndexKind.CHRONICLE, DISK, directory, 1_000, true).index()) {
      assertThat(open.size()).isEqualTo(500);
      assertThat(indexFiles()).isEmpty();
    }
    assertThat(indexFiles()).hasSize(1);
  }

  @Test
  void imageOfManyBlocksComesBack() throws IOException {
    int many = 50_000; // more than 10 blocks of entries
    try (BlockIndex index =
        OpenIndexMain.open(IndexKind.CHRONICLE, DISK, directory, many, false).index()) {
      for (int i = 0; i < many; i++) {
        index.put(key(i), entry(i, (byte) (i % 4)));
      }
    }
    OpenedIndex opened = OpenIndexMain.open(IndexKind.CHRONICLE, DISK, directory, many, true);
    try (BlockIndex index = opened.index()) {
      assertThat(opened.restored()).isTrue();
      assertThat(index.size()).isEqualTo(many);
      for (int i = 0; i < many; i++) {
        assertThat(index.find(key(i))).contains(entry(i, (byte) (i % 4)));
      }
    }
  }

  @Test
  void imageWithOneWrongBitIsNotBelieved() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    byte[] image = Files.readAllBytes(directory.resolve(IMAGE));
    Random random = new Random(1);
    int first = IndexImage.HEAD_BYTES + ByteBuffer.wrap(image).getInt(Integer.BYTES);
    for (int round = 0; round < 100; round++) {
      byte[] wrong = image.clone();
      int at = round % 5 == 0 ? image.length - 1 - round / 5 % 16 : random.nextInt(first);
      wrong[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(directory.resolve(IMAGE), wrong);
      assertNew(IndexKind.CHRONICLE, 1_000, true);
    }
  }

  @Test
  void emptiedShortenedOrMixedImageIsNotBelieved() throws IOException {
    fill(IndexKind.CHRONICLE, 1_000, false);
    byte[] image = Files.readAllBytes(directory.resolve(IMAGE));
    int block = IndexImage.BLOCK_BYTES;
    for (int bytes : new int[] {0, 1, 15, 16, 8192, block, image.length - 1}) {
      Files.write(directory.resolve(IMAGE), Arrays.copyOf(image, bytes));
      assertNew(IndexKind.CHRONICLE, 1_000, true);
    }
    byte[] endAlone = Arrays.copyOfRange(image, block, image.length);
    Files.write(directory.resolve(IMAGE), endAlone);
    assertNew(IndexKind.CHRONICLE, 1_000, true);
    byte[] twice = Arrays.copyOf(image, block + image.length);
    System.arraycopy(image, 0, twice, block, image.length);
    Files.write(directory.resolve(IMAGE), twice);
    assertNew(IndexKind.CHRONICLE, 1_000, true);
  }

  @Test
  void intactImageOfSomethingElseIsReplaced() throws IOException {
    for (int keyBytes : new int[] {-1, 100}) {
      Files.deleteIfExists(directory.resolve(IMAGE));
      byte[] value = ByteBuffer.allocate(40).putShort(0, (short) keyBytes).array();
      new IndexImage(DISK, directory.resolve(IMAGE)).save(sink -> sink.add(new byte[7], value));
      assertNew(IndexKind.CHRONICLE, 1_000, true);
    }
  }

  @Test
  void whatEarlierVersionsLeftIsSweptAway() throws IOException {
    for (String name : List.of("index-v2-9.chronicle", "index-v2-9.chronicle.seal")) {
      Files.write(directory.resolve(name), new byte[9]);
    }
    OpenIndexMain.open(IndexKind.CHRONICLE, DISK, directory, 1_000, true).index().close();
    assertThat(indexFiles()).containsExactly(directory.resolve(IMAGE));
  }

  @Test
  void imageThatIsCutOffAtAnyStepIsWholeOrNotBelieved() {
    AtomicInteger whole = new AtomicInteger();
    int step = 1;
    boolean ended = false;
    while (!ended) {
      Simulation simulation = new Simulation(1, 100_000);
      simulation.crashAt(step);
      SimulatedDisk disk =
          new SimulatedDisk(DiskFaults.of(step), _ -> {}, (_, _) -> simulation.step());
      ended = simulation.run(() -> fillThere(disk));
      for (SimulatedDisk left : List.of(disk.crashCopy(step), disk.crashLosingAll())) {
        new Simulation(1, 100_000).run(() -> requireWholeOrNew(left, whole));
      }
      step++;
    }
    assertThat(step).as("the steps of a life").isGreaterThan(10);
    assertThat(whole).as("the life that ended by itself, twice").hasValueGreaterThanOrEqualTo(2);
  }

  @Test
  void whatIsChangedWhileAnIndexClosesIsInItsImageOrRefused() throws IOException {
    List<BlockKey> added = new ArrayList<>();
    List<BlockKey> removed = new ArrayList<>();
    AtomicReference<Runnable> whileWritten = new AtomicReference<>(() -> {});
    SimulatedDisk disk =
        new SimulatedDisk(
            DiskFaults.of(1),
            _ -> {},
            (operation, _) -> {
              if (operation == DiskOperation.WRITE) {
                whileWritten.get().run();
              }
            });
    disk.createDirectory(THERE);
    BlockIndex index = OpenIndexMain.open(IndexKind.CHRONICLE, disk, THERE, 20_000, false).index();
    for (int i = 0; i < 10_000; i++) {
      index.put(key(i), entry(i, CLEAN));
    }
    AtomicInteger next = new AtomicInteger(10_000);
    whileWritten.set(() -> {
      BlockKey key = key(next.getAndIncrement());
      changed(added, key, () -> index.put(key, entry(1, CLEAN)));
      BlockKey old = key(next.get() % 10_000);
      changed(removed, old, () -> index.remove(old));
    });
    index.close();
    whileWritten.set(() -> {});
    assertThat(next).as("writes of the image").hasValueGreaterThan(10_000);
    try (BlockIndex restored =
        OpenIndexMain.open(IndexKind.CHRONICLE, disk, THERE, 20_000, true).index()) {
      assertThat(restored.find(key(9_999))).isPresent();
      for (BlockKey key : added) {
        assertThat(restored.find(key)).as("the added block '%s'", key).isPresent();
      }
      for (BlockKey key : removed) {
        assertThat(restored.find(key)).as("the removed block '%s'", key).isEmpty();
      }
    }
  }

  /** A change of an index. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  /** Notes a block whose change is accepted. */
  private static void changed(List<BlockKey> accepted, BlockKey key, Change change) {
    try {
      change.make();
      accepted.add(key);
    } catch (IOException closed) {
      assertThat(closed).hasMessageContaining("closed");
    }
  }

  private static void fillThere(SimulatedDisk disk) throws IOException {
    disk.createDirectory(THERE);
    try (BlockIndex index =
        OpenIndexMain.open(IndexKind.CHRONICLE, disk, THERE, 10_000, false).index()) {
      for (int i = 0; i < 10_000; i++) {
        index.put(key(i), entry(i, CLEAN));
      }
    }
  }

  private static void requireWholeOrNew(SimulatedDisk disk, AtomicInteger whole)
      throws IOException {
    disk.createDirectory(THERE);
    OpenedIndex opened = OpenIndexMain.open(IndexKind.CHRONICLE, disk, THERE, 10_000, true);
    try (BlockIndex index = opened.index()) {
      assertThat(index.size()).isEqualTo(opened.restored() ? 10_000 : 0);
      whole.addAndGet(opened.restored() ? 1 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "WRITE", "FORCE", "FORCE_DIRECTORY"})
  void failedImageIsReportedAndGone(DiskOperation operation) throws IOException {
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(1), _ -> {}, (_, _) -> {});
    disk.createDirectory(THERE);
    BlockIndex index = OpenIndexMain.open(IndexKind.CHRONICLE, disk, THERE, 1_000, false).index();
    index.put(key(1), entry(1, CLEAN));
    disk.setFaults(DiskFaults.of(1, DiskFaultRule.of(DiskFaultKind.IO_ERROR, 100, operation)));
    assertThatThrownBy(index::close).isInstanceOf(IOException.class);
    index.close();
    disk.setFaults(DiskFaults.of(1));
    assertThat(disk.names(THERE)).isEmpty();
    assertThat(disk.openFiles()).isEmpty();
    assertThatThrownBy(() -> index.find(key(1))).isInstanceOf(IOException.class);
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
