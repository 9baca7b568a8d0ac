package io.blocktier.segments.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and what is known of them, beside a map that has the same. */
class KeyIndexTest {

  private static final long SEED = 5;
  private static final int FRAMES = 1000;

  private static TreeMap<RecordKey, RecordEntry> entries(int count) {
    Random random = new Random(SEED + count);
    TreeMap<RecordKey, RecordEntry> entries = new TreeMap<>();
    while (entries.size() < count) {
      byte[] bytes = new byte[1 + random.nextInt(6)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) "ab\u007F".charAt(random.nextInt(3));
      }
      byte[] suffix = Integer.toString(random.nextInt(count)).getBytes(StandardCharsets.UTF_8);
      byte[] all = Arrays.copyOf(bytes, bytes.length + suffix.length);
      System.arraycopy(suffix, 0, all, bytes.length, suffix.length);
      RecordKey key = RecordKey.ofUtf8(all, 0, all.length);
      boolean gone = random.nextInt(5) == 0;
      entries.put(
          key,
          new RecordEntry(
              key,
              random.nextLong(RecordEntry.MAX_SEQUENCE + 1),
              gone ? RecordKind.TOMBSTONE : RecordKind.PUT,
              random.nextBoolean() ? RecordEntry.NEVER : random.nextLong(),
              random.nextInt(FRAMES),
              random.nextInt(SegmentOptions.MAX_FRAME_BYTES),
              gone ? 0 : random.nextInt(RecordEntry.MAX_VALUE_BYTES + 1)));
    }
    return entries;
  }

  private static KeyIndex index(TreeMap<RecordKey, RecordEntry> entries) throws FormatException {
    KeyIndex.Builder builder = new KeyIndex.Builder();
    for (RecordEntry entry : entries.values()) {
      builder.add(
          entry.key().utf8(),
          RecordView.flags(entry.kind(), entry.expiresAt()),
          entry.sequence(),
          entry.expiresAt(),
          entry.frame(),
          entry.place(),
          entry.valueBytes());
    }
    byte[] bytes = builder.build();
    return KeyIndex.read(bytes, 0, bytes.length, entries.size(), FRAMES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 32, 5000})
  void everyEntryIsShownInOrderAsItWas(int count) throws Exception {
    TreeMap<RecordKey, RecordEntry> entries = entries(count);
    KeyCursor cursor = new KeyCursor(index(entries));
    for (RecordEntry entry : entries.values()) {
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.entry()).isEqualTo(entry);
    }
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.next()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 17, 5000})
  void seekingFindsTheFirstKeyThatIsNotLess(int count) throws Exception {
    TreeMap<RecordKey, RecordEntry> entries = entries(count);
    KeyCursor cursor = new KeyCursor(index(entries));
    TreeSet<RecordKey> asked = new TreeSet<>(entries(2 * count).keySet());
    asked.addAll(entries.keySet());
    for (RecordKey key : asked) {
      RecordKey expected = entries.ceilingKey(key);
      assertThat(cursor.seek(key.utf8())).isEqualTo(expected != null);
      if (expected != null) {
        assertThat(cursor.entry()).isEqualTo(entries.get(expected));
      }
    }
  }

  @Test
  void keysThatShareStartsTakeFewBytes() throws Exception {
    KeyIndex.Builder builder = new KeyIndex.Builder();
    for (int i = 0; i < 10_000; i++) {
      byte[] key = RecordKey.of(SegmentFixture.key(i)).utf8();
      builder.add(key, 0, i, RecordEntry.NEVER, i / 64, i % 64 * 1024, 1000);
    }
    assertThat(builder.build().length).isLessThan(10_000 * 14);
  }
}
