package io.blocktier.blockstore.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Locks between processes, and within one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SystemLocksTest {

  @TempDir Path directory;

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Disk disk = Disk.ofSystem(executor);

  @AfterEach
  void close() {
    executor.close();
  }

  /** Another process: tells whether it got the lock, and holds it until its input ends. */
  static final class Other {

    private Other() {}

    public static void main(String[] arguments) throws IOException {
      Disk disk = Disk.ofSystem(Executors.newVirtualThreadPerTaskExecutor());
      boolean got = disk.tryLock(Path.of(arguments[0])).isPresent();
      System.out.write(got ? '+' : '-');
      System.out.flush();
      int ended = System.in.read();
      System.exit(ended);
    }
  }

  @Test
  void anotherProcessGetsTheLockOnlyWhileNobodyHereHasIt() throws Exception {
    Path file = directory.resolve("lock");
    Disk.Lock held = disk.tryLock(file).orElseThrow();
    assertThat(disk.tryLock(file)).isEmpty();
    assertThat(otherGets(file)).as("the failed attempt has not ended the lock").isFalse();
    held.close();
    assertThat(otherGets(file)).isTrue();
  }

  @Test
  void theLockOfAnotherProcessEndsWithIt() throws Exception {
    Path file = directory.resolve("lock");
    Process other = start(file);
    try {
      assertThat(other.getInputStream().read()).isEqualTo('+');
      assertThat(disk.tryLock(file)).isEmpty();
      assertThat(disk.tryLock(file)).isEmpty();
    } finally {
      other.destroyForcibly().waitFor();
    }
    disk.tryLock(file).orElseThrow().close();
  }

  @Test
  void aLockThatNobodyRemembersIsHeldNevertheless() throws Exception {
    Path file = directory.resolve("lock");
    assertThat(disk.tryLock(file)).isPresent();
    System.gc();
    assertThat(disk.tryLock(file)).isEmpty();
  }

  @Test
  void closingALockTwiceLeavesTheNextOneAlone() throws Exception {
    Path file = directory.resolve("lock");
    Disk.Lock first = disk.tryLock(file).orElseThrow();
    first.close();
    try (Disk.Lock second = disk.tryLock(file).orElseThrow()) {
      first.close();
      assertThat(second).isNotSameAs(first);
      assertThat(disk.tryLock(file)).isEmpty();
      assertThat(otherGets(file)).isFalse();
    }
  }

  @Test
  void anInterruptedThreadTakesALock() throws Exception {
    Thread.currentThread().interrupt();
    try (Disk.Lock held = disk.tryLock(directory.resolve("lock")).orElseThrow()) {
      assertThat(Thread.interrupted()).isTrue();
      assertThat(held).isNotNull();
      assertThat(otherGets(directory.resolve("lock"))).isFalse();
    }
  }

  @Test
  void aDirectoryIsNoLock() {
    assertThatThrownBy(() -> disk.tryLock(directory))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  private static boolean otherGets(Path file) throws Exception {
    Process other = start(file);
    try {
      int answer = other.getInputStream().read();
      assertThat(answer).isIn((int) '+', (int) '-');
      return answer == '+';
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  private static Process start(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
