package io.blocktier.blockstore.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operating system makes of the calls. */
class SystemDiskTest {

  /** More than one system call gathers. */
  private static final int MANY_SOURCES = 3000;

  private static final int MOST_WRITES = 1000;
  private static final int INTERRUPTED_ROUNDS = 2000;
  private static final int MOST_ROUNDS = 100 * INTERRUPTED_ROUNDS;
  private static final long SEED = 7;

  @TempDir Path directory;

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Disk disk = Disk.ofSystem(executor);

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void whatWasJustWrittenIsInMemoryAndWhatIsNotThereIsNot() throws Exception {
    Path path = directory.resolve("x");
    DiskFile file = disk.open(path, Disk.Mode.CREATE);
    try (file) {
      assertThat(file.isInMemory(0, 1)).isFalse();
      assertThat(isInMemoryOnceWritten(file, 0, 100_000)).isTrue();
      Files.move(path, directory.resolve("y"));
      file.write(new ByteBuffer[] {ByteBuffer.allocate(100_000)}, 100_000);
      assertThat(isInMemoryOnceWritten(file, 150_000, 50_000)).isTrue();
      assertThat(file.isInMemory(150_000, 50_001)).isFalse();
    }
    assertThat(file.isInMemory(0, 1)).isFalse();
  }

  /** The system, where memory is short, may let go at once of what was written. */
  private static boolean isInMemoryOnceWritten(DiskFile file, long position, int bytes)
      throws IOException {
    boolean isThere = false;
    for (int i = 0; i < MOST_WRITES && !isThere; i++) {
      file.write(new ByteBuffer[] {ByteBuffer.allocate(bytes)}, position);
      isThere = file.isInMemory(position, bytes);
    }
    return isThere;
  }

  @Test
  void moreSourcesThanTheKernelGathersAreWrittenInOrder() throws Exception {
    Random random = new Random(SEED);
    List<ByteBuffer> sources = new ArrayList<>();
    for (int i = 0; i < MANY_SOURCES; i++) {
      sources.add(randomBytes(random, random.nextInt(300), i % 2 == 0));
    }
    sources.add(MANY_SOURCES / 2, randomBytes(random, 3 * GatherBuffers.BUFFER_BYTES + 1, true));
    sources.add(MANY_SOURCES / 3, randomBytes(random, 3 * GatherBuffers.BUFFER_BYTES + 1, false));
    ByteBuffer expected = concatenated(sources);
    try (DiskFile file = disk.open(directory.resolve("x"), Disk.Mode.CREATE)) {
      file.write(sources.toArray(ByteBuffer[]::new), 5);
      assertThat(file.size()).isEqualTo(5 + expected.remaining());
      assertThat(sources).noneMatch(ByteBuffer::hasRemaining);
      for (boolean direct : new boolean[] {true, false}) {
        ByteBuffer read = buffer(expected.remaining(), direct);
        assertThat(file.read(read, 5)).isEqualTo(expected.remaining());
        assertThat(read.flip()).isEqualTo(expected);
      }
    }
  }

  @Test
  void moreThanTheJdkShallBufferIsReadIntoTheHeap() throws Exception {
    ByteBuffer bytes = randomBytes(new Random(SEED), 1 << 20, false);
    try (DiskFile file = disk.open(directory.resolve("x"), Disk.Mode.CREATE)) {
      file.write(new ByteBuffer[] {bytes.duplicate()}, 0);
      ByteBuffer read = ByteBuffer.allocate(bytes.remaining() + 10);
      assertThat(file.read(read, 0)).isEqualTo(bytes.remaining());
      assertThat(read.flip()).isEqualTo(bytes);
    }
  }

  @Test
  void anInterruptedThreadReadsWritesAndForcesAndStaysInterrupted() throws Exception {
    try (DiskFile file = disk.open(directory.resolve("x"), Disk.Mode.CREATE)) {
      Thread.currentThread().interrupt();
      file.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1, 2})}, 0);
      file.force();
      assertThat(file.read(ByteBuffer.allocate(2), 0)).isEqualTo(2);
      assertThat(file.size()).isEqualTo(2);
      disk.forceDirectory(directory);
      assertThat(Thread.interrupted()).isTrue();
      file.force();
    }
  }

  @Test
  void interruptsAmidstCallsFailNone() throws Exception {
    Path name = directory.resolve("x");
    disk.open(name, Disk.Mode.CREATE).close();
    try (Interrupter interrupter = new Interrupter(Thread.currentThread(), executor)) {
      for (int i = 0; i < INTERRUPTED_ROUNDS || isUnmet(interrupter, i); i++) {
        try (DiskFile file = disk.open(name, Disk.Mode.WRITE)) {
          writeForceAndRead(file, i);
          writeForceAndRead(file, -i);
        }
        interrupter.next();
      }
      assertThat(interrupter.count()).isPositive();
    }
  }

  /** The interrupter may get a processor late where others are busy. */
  private static boolean isUnmet(Interrupter interrupter, int rounds) {
    return interrupter.count() == 0 && rounds < MOST_ROUNDS;
  }

  private static void writeForceAndRead(DiskFile file, int number) throws IOException {
    file.write(new ByteBuffer[] {ByteBuffer.allocate(Integer.BYTES).putInt(0, number)}, 0);
    file.force();
    ByteBuffer read = ByteBuffer.allocate(Integer.BYTES);
    file.read(read, 0);
    assertThat(read.getInt(0)).isEqualTo(number);
  }

  @Test
  void whatIsCreatedIsForTheOwnerOnly() throws Exception {
    Path inner = directory.resolve("inner");
    disk.createDirectory(inner);
    disk.open(inner.resolve("x"), Disk.Mode.CREATE).close();
    assertThat(Files.getPosixFilePermissions(inner))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(inner.resolve("x")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aFullDiskIsAnError() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full));
    try (DiskFile file = disk.open(full, Disk.Mode.WRITE)) {
      assertThatThrownBy(() -> file.write(new ByteBuffer[] {ByteBuffer.allocate(1)}, 0))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aDirectoryThatCannotBeForcedIsNamed() {
    assertThatThrownBy(() -> disk.forceDirectory(directory.resolve("gone")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("gone");
  }

  @Test
  void aDirectoryIsNotForcedAfterTheEndOfTheExecutor() {
    executor.close();
    assertThatThrownBy(() -> disk.forceDirectory(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.toString());
  }

  private static ByteBuffer concatenated(List<ByteBuffer> sources) {
    ByteBuffer all = ByteBuffer.allocate(sources.stream().mapToInt(ByteBuffer::remaining).sum());
    sources.forEach(source -> all.put(source.duplicate()));
    return all.flip();
  }

  private static ByteBuffer randomBytes(Random random, int size, boolean direct) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return buffer(size, direct).put(bytes).flip();
  }

  private static ByteBuffer buffer(int size, boolean direct) {
    return direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
  }
}
