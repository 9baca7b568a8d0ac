package io.blocktier.segments;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.segments.format.RecordKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SortedVersionsTest {

  private static final int VERSIONS = 3000;
  private static final int PROBES = 300;

  /** Keys that are hard to tell apart, each in its way. */
  private enum Shape {
    ASCENDING,
    DESCENDING,
    NESTED,
    BEHIND_A_LONG_PREFIX,
    OF_FEW_BYTES,
    OF_ONE_KEY;

    RecordKey key(int number, Random random) {
      return switch (this) {
        case ASCENDING -> text("key/%08d", number);
        case DESCENDING -> text("key/%08d", VERSIONS - number);
        case NESTED -> RecordKey.of("\0".repeat(random.nextInt(1, 40)) + random.nextInt(3));
        case BEHIND_A_LONG_PREFIX ->
            text("a prefix/longer than/a word/%x", random.nextInt() * 0x9E3779B9);
        case OF_FEW_BYTES -> raw(random);
        case OF_ONE_KEY -> RecordKey.of("key");
      };
    }

    private static RecordKey text(String format, int number) {
      return RecordKey.of(String.format(Locale.ROOT, format, number));
    }

    private static RecordKey raw(Random random) {
      byte[] bytes = new byte[random.nextInt(1, 4)];
      random.nextBytes(bytes);
      return RecordKey.ofUtf8(bytes, 0, bytes.length);
    }
  }

  private static Version version(RecordKey key, long sequence) {
    return new Version(Change.delete(key), sequence);
  }

  private static List<Version> rest(Iterator<Version> versions) {
    List<Version> all = new ArrayList<>();
    versions.forEachRemaining(all::add);
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void versionsAreInTheOrderOfASortedSet(Shape shape) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SortedVersions versions = new SortedVersions();
    TreeSet<Version> expected = new TreeSet<>();
    assertThat(versions.isEmpty()).isTrue();
    assertThat(versions.all().hasNext()).isFalse();

    for (int i = 1; i <= VERSIONS; i++) {
      Version version = version(shape.key(i, random), i);
      versions.add(version);
      expected.add(version);
    }

    assertThat(versions.isEmpty()).isFalse();
    assertThat(rest(versions.all())).as("seed %d", seed).isEqualTo(List.copyOf(expected));
    for (int i = 0; i < PROBES; i++) {
      Version probe = version(shape.key(i, random), random.nextInt(VERSIONS + 2));
      assertThat(versions.ceiling(probe))
          .as("%s, seed %d", probe, seed)
          .isEqualTo(expected.ceiling(probe));
      assertThat(rest(versions.from(probe)))
          .as("from %s, seed %d", probe, seed)
          .isEqualTo(List.copyOf(expected.tailSet(probe, true)));
    }
  }

  @Test
  void readersMeanwhileSeeAtLeastWhatWasThereWhenTheyBegan() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SortedVersions versions = new SortedVersions();
    AtomicInteger added = new AtomicInteger();
    int all = 20_000;
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<Integer> reader =
          threads.submit(() -> {
            int reads = 0;
            for (int before = 0; before < all; reads++) {
              before = added.get();
              requireComplete(rest(versions.all()), before, seed);
            }
            return reads;
          });
      for (int i = 1; i <= all; i++) {
        versions.add(version(RecordKey.of("key/" + random.nextInt()), i));
        added.set(i);
      }
      assertThat(reader.get()).isPositive();
    }
  }

  private static void requireComplete(List<Version> seen, int before, long seed) {
    long old = seen.stream().filter(version -> version.sequence() <= before).count();
    assertThat(old).as("of %d versions, seed %d", before, seed).isEqualTo(before);
    assertThat(seen).as("seed %d", seed).isEqualTo(List.copyOf(new TreeSet<>(seen)));
  }
}
