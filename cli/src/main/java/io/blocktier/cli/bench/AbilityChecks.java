package io.blocktier.cli.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * Tries what a file system can do.
 *
 * @param directory an empty one, where files are left
 * @param clock the time of day
 */
record AbilityChecks(Path directory, InstantSource clock) {

  private static final Duration SKEW = Duration.ofSeconds(2);

  private interface Check {
    void run(Path file) throws IOException;
  }

  DiskAbilities run() throws IOException {
    return new DiskAbilities(
        attempt("direct", this::direct),
        attempt("renamed", this::rename),
        attempt("lock", this::lock),
        attempt("linked", this::link),
        attempt("attributes", this::attributes),
        attempt("clock", this::clock));
  }

  /** What one file system cannot do ends nothing; what it cannot even create does. */
  private Optional<String> attempt(String name, Check check) throws IOException {
    Path file = Files.write(directory.resolve(name), new byte[DirectFiles.ALIGNMENT]);
    try {
      check.run(file);
      return Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.of(Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
    }
  }

  private void direct(Path file) throws IOException {
    ByteBuffer buffer = DirectFiles.buffer(DirectFiles.ALIGNMENT);
    try (FileChannel channel =
        DirectFiles.open(file, true, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.write(buffer, 0);
      buffer.clear();
      require(channel.read(buffer, 0) == DirectFiles.ALIGNMENT, "a direct read was short");
    }
  }

  private void rename(Path file) throws IOException {
    Path target = Files.write(directory.resolve("replaced"), new byte[1]);
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    require(Files.size(target) == DirectFiles.ALIGNMENT, "a rename did not replace the file");
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private void lock(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      require(lock != null, "a file that nobody has is locked");
    }
  }

  private void link(Path file) throws IOException {
    Path second = directory.resolve("second");
    Files.createLink(second, file);
    require(Files.isSameFile(second, file), "the second name is of another file");
  }

  private void attributes(Path file) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    require(view != null, "there are none");
    ByteBuffer value = StandardCharsets.UTF_8.encode("value");
    Objects.requireNonNull(view).write("blocktier.bench", value);
    require(view.size("blocktier.bench") == 5, "an attribute was not kept");
  }

  private void clock(Path file) throws IOException {
    Instant written = Files.getLastModifiedTime(file).toInstant();
    Duration skew = Duration.between(written, clock.instant());
    require(
        skew.abs().compareTo(SKEW) <= 0,
        "a file that was written just now is " + skew.toMillis() + " ms old");
  }

  private static void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException(otherwise);
    }
  }
}
