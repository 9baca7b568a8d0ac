package io.blocktier.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Changes bytes by chance. */
final class Damager {

  private static final int MAX_PLACES = 4;
  private static final int MAX_BYTES = 64;

  /** Heads and headers are at the beginning of files. */
  private static final int BEGINNING_BYTES = 9_000;

  private static final String PIECES = "{}[],:'\"#&*!|>%@`~-? \n\t0aé\\";

  private Damager() {}

  /** Changes some files below a directory: their bytes, or an attribute of theirs. */
  static void damage(Path directory, SplittableRandom random) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (int i = 0; i <= random.nextInt(MAX_PLACES); i++) {
      Path file = files.get(random.nextInt(files.size()));
      if (!random.nextBoolean() || !damageAttribute(file, random)) {
        damageBytes(file, random);
      }
    }
  }

  private static void damageBytes(Path file, SplittableRandom random) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int size = (int) channel.size();
      if (size == 0) {
        return;
      }
      if (random.nextInt(8) == 0) {
        channel.truncate(random.nextInt(size));
        return;
      }
      int at = random.nextInt(random.nextBoolean() ? size : Math.min(size, BEGINNING_BYTES));
      channel.write(ByteBuffer.wrap(bytes(Math.min(MAX_BYTES, size - at), random)), at);
    }
  }

  private static byte[] bytes(int most, SplittableRandom random) {
    byte[] bytes = new byte[1 + random.nextInt(most)];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    } else {
      Arrays.fill(bytes, (byte) (random.nextBoolean() ? 0xFF : 0));
    }
    return bytes;
  }

  /** Returns false where the file has none, or one without bytes, as an earlier change left it. */
  private static boolean damageAttribute(Path file, SplittableRandom random) throws IOException {
    FileStore store = Files.getFileStore(file);
    if (!store.supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
      return false;
    }
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    List<String> names = view.list();
    if (names.isEmpty()) {
      return false;
    }
    ByteBuffer value = ByteBuffer.allocate(view.size(names.getFirst()));
    if (value.capacity() == 0) {
      return false;
    }
    view.read(names.getFirst(), value);
    int at = random.nextInt(value.capacity());
    value.put(at, bytes(value.capacity() - at, random));
    int length = random.nextInt(4) == 0 ? random.nextInt(value.capacity()) : value.capacity();
    view.write(names.getFirst(), value.position(0).limit(length));
    return true;
  }

  /** Changes some characters of a text. */
  static String damage(String text, SplittableRandom random) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = 0; i <= random.nextInt(MAX_PLACES); i++) {
      int at = random.nextInt(damaged.length());
      char piece = PIECES.charAt(random.nextInt(PIECES.length()));
      switch (random.nextInt(3)) {
        case 0 -> damaged.insert(at, piece);
        case 1 -> damaged.setCharAt(at, piece);
        default -> damaged.delete(at, Math.min(damaged.length() - 1, at + random.nextInt(9)));
      }
    }
    return damaged.toString();
  }
}
