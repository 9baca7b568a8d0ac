package io.blocktier.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Keys and values that every JDK has, and always the same: the classes and resources of its image
 * by their names, and what Unicode calls each character. Values are read again whenever they are
 * asked for. Immutable.
 */
final class DemoDataSet {

  static final DemoDataSet NOTHING = new DemoDataSet(List.of());

  private static final URI IMAGE = URI.create("jrt:/");
  private static final String MODULES = "/modules/";
  private static final String CLASSES = "class/";
  private static final String CHARACTERS = "character/";
  private static final int HEX = 16;

  private final List<String> keys;

  private DemoDataSet(List<String> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Finds the keys.
   *
   * @param most how many at most, about as many of either kind if there are more
   */
  static DemoDataSet of(int most) throws IOException {
    if (most == 0) {
      return NOTHING;
    }
    List<String> keys = new ArrayList<>();
    addClasses(keys, Math.ceilDiv(most, 2));
    for (int each = 0; each <= Character.MAX_CODE_POINT && keys.size() < most; each++) {
      if (Character.getName(each) != null) {
        keys.add(String.format(Locale.ROOT, "%s%06X", CHARACTERS, each));
      }
    }
    return new DemoDataSet(keys);
  }

  /** In their order: the image lists them in another one in each process. */
  private static void addClasses(List<String> keys, int most) throws IOException {
    try (Stream<Path> found = Files.walk(image().getPath(MODULES))) {
      found
          .filter(Files::isRegularFile)
          .map(file -> CLASSES + file.toString().substring(MODULES.length()))
          .sorted()
          .limit(most)
          .forEach(keys::add);
    }
  }

  private static FileSystem image() {
    return FileSystems.getFileSystem(IMAGE);
  }

  List<String> keys() {
    return keys;
  }

  /** Returns the value of one of the keys. */
  byte[] value(String key) throws IOException {
    if (key.startsWith(CLASSES)) {
      return Files.readAllBytes(image().getPath(MODULES + key.substring(CLASSES.length())));
    }
    int character = Integer.parseInt(key, CHARACTERS.length(), key.length(), HEX);
    String text = Character.getName(character) + "\t" + Character.UnicodeScript.of(character);
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
