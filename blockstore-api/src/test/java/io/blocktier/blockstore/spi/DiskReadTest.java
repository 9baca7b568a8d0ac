package io.blocktier.blockstore.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.blocktier.blockstore.spi.DiskRead.Asking;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the kernel reads by itself, where it lets us ask for that. */
class DiskReadTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final int FILE_BYTES = 1 << 20;
  private static final int READS = 2000;
  private static final int READERS = 8;
  private static final long SEED = 11;

  @TempDir Path directory;

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService readers = Executors.newFixedThreadPool(READERS);
  private final Disk disk = Disk.ofSystem(executor);
  private final byte[] content = new byte[FILE_BYTES];
  private Path path = Path.of("");

  @BeforeEach
  void requireRings() throws IOException {
    new Random(SEED).nextBytes(content);
    path = Files.write(directory.resolve("x"), content);
    try (DiskFile file = disk.open(path, Disk.Mode.READ)) {
      DiskRead read = file.beginRead(1, 0, Asking.BY_SYSTEM);
      assumeTrue(read != null, "the kernel reads nothing by itself here");
      end(read);
    }
  }

  @AfterEach
  void close() {
    readers.close();
    executor.close();
  }

  private static byte[] end(@Nullable DiskRead read) throws IOException {
    assertThat(read).isNotNull();
    boolean ended;
    do {
      ended = read.await(LONG);
    } while (!ended);
    try {
      ByteBuffer bytes = read.bytes();
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } finally {
      read.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void readersAtATimeGetWhatTheyAskedFor(Asking asking) throws Exception {
    try (DiskFile file = disk.open(path, Disk.Mode.READ)) {
      List<Future<?>> all = new ArrayList<>();
      for (int reader = 0; reader < READERS; reader++) {
        long seed = SEED + reader;
        all.add(readers.submit(() -> readAnywhere(file, asking, new Random(seed))));
      }
      for (Future<?> reader : all) {
        reader.get();
      }
    }
  }

  private @Nullable Void readAnywhere(DiskFile file, Asking asking, Random random)
      throws IOException {
    for (int i = 0; i < READS; i++) {
      int position = random.nextInt(FILE_BYTES);
      int length = 1 + random.nextInt(Math.min(20_000, FILE_BYTES - position));
      assertThat(ByteBuffer.wrap(end(file.beginRead(length, position, asking))))
          .isEqualTo(ByteBuffer.wrap(content, position, length));
    }
    return null;
  }

  @ParameterizedTest
  @EnumSource
  void aReadEndsWithTheFileAndWithTheRoomThatItHas(Asking asking) throws Exception {
    try (DiskFile file = disk.open(path, Disk.Mode.WRITE)) {
      assertThat(end(file.beginRead(100, FILE_BYTES - 1, asking))).hasSize(1);
      assertThat(end(file.beginRead(100, FILE_BYTES, asking))).isEmpty();
      assertThat(end(file.beginRead(FILE_BYTES, 0, asking))).hasSize(ReadRing.BUFFER_BYTES);
      file.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1, 2, 3})}, FILE_BYTES);
      assertThat(end(file.beginRead(100, FILE_BYTES, asking))).containsExactly(1, 2, 3);
    }
  }

  @Test
  void noMoreReadsAreUnderWayThanThereMayBeRings() throws Exception {
    try (DiskFile file = disk.open(path, Disk.Mode.READ)) {
      List<DiskRead> underWay = new ArrayList<>();
      for (int i = 0; i < ReadRings.MAX_RINGS; i++) {
        underWay.add(file.beginRead(10, i, Asking.BY_SYSTEM));
      }
      assertThat(file.beginRead(10, 0, Asking.BY_SYSTEM)).isNull();
      for (int i = 0; i < ReadRings.MAX_RINGS; i++) {
        assertThat(ByteBuffer.wrap(end(underWay.get(i))))
            .isEqualTo(ByteBuffer.wrap(content, i, 10));
      }
      assertThat(end(file.beginRead(10, 0, Asking.BY_SYSTEM))).hasSize(10);
    }
  }

  @Test
  void aVirtualThreadIsLeftToOthersWhoDoNotKeepItsCarrier() throws Exception {
    try (DiskFile file = disk.open(path, Disk.Mode.READ)) {
      Future<@Nullable DiskRead> read =
          executor.submit(() -> file.beginRead(1, 0, Asking.BY_SYSTEM));
      assertThat(read.get()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheDiskFailsToReadIsAnError(Asking asking) throws Exception {
    try (DiskFile file = disk.open(directory, Disk.Mode.READ)) {
      assertThatThrownBy(() -> end(file.beginRead(1, 0, asking)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("error 21");
      assertThatThrownBy(() -> end(file.beginRead(1, 0, asking))).isInstanceOf(IOException.class);
    }
  }

  /** A pipe into which nobody has written anything. */
  @ParameterizedTest
  @EnumSource
  void whoWaitsForAReadThatHangsMayLeaveItAndCloseItsFile(Asking asking) throws Exception {
    long before = openFiles();
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    DiskFile file = disk.open(pipe, Disk.Mode.WRITE);
    DiskRead read = file.beginRead(10, 0, asking);
    try (OutputStream out = new FileOutputStream(pipe.toFile())) {
      assertThat(read).isNotNull();
      Thread.currentThread().interrupt();
      assertThat(read.await(SHORT)).isFalse();
      assertThat(Thread.interrupted()).isTrue();
      file.close();
      file.close();
      assertThat(file.beginRead(10, 0, asking)).isNull();
      assertThat(read.await(SHORT)).isFalse();
      out.write(new byte[] {5, 6});
      assertThat(end(read)).containsExactly(5, 6);
    }
    assertThat(openFiles()).isEqualTo(before);
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.filter(file -> !isJar(file)).count();
    }
  }

  /** Class loaders open jars when they need them. */
  private static boolean isJar(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().endsWith(".jar");
    } catch (IOException closedMeanwhile) {
      return true;
    }
  }
}
