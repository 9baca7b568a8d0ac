package io.blocktier.segments.format;

import static io.blocktier.segments.format.SegmentFixture.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyPiecesTest {

  private static final int MOST_BYTES = 1000;

  private final SegmentFixture fixture = new SegmentFixture(SegmentFixture.small());

  /** Keys up to the longest, so that groups differ as much as they can. */
  private static List<SegmentRecord> records(int count) {
    List<SegmentRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String start = String.format(Locale.ROOT, "%06d", i);
      records.add(put(start + "x".repeat(i * 37 % 4090), i + 1, "v"));
    }
    return records;
  }

  private static List<RecordEntry> entries(KeyScan keys) throws BlockStoreException {
    List<RecordEntry> entries = new ArrayList<>();
    while (keys.next()) {
      entries.add(keys.entry());
    }
    return entries;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 32, 1000})
  void piecesHaveTheKeysOfTheWhole(int count) throws Exception {
    SegmentReader reader = fixture.writeAndOpen(records(count));

    List<RecordEntry> inPieces = entries(reader.keysInPieces(MOST_BYTES));

    assertThat(inPieces).hasSize(count).isEqualTo(entries(reader.keys(KeyRange.ALL)));
  }

  @Test
  void noMoreIsHeldThanAllowedButForAGroup() throws Exception {
    SegmentReader reader = fixture.writeAndOpen(records(1000));
    fixture.store.reset();

    KeyScan keys = reader.keysInPieces(MOST_BYTES);
    assertThat(keys.next()).isTrue();

    assertThat(fixture.store.reads()).isEqualTo(1);
    assertThat(fixture.store.bytes()).isEqualTo(KeyPieces.MIN_BYTES);
  }

  @Test
  void wrongByteIsFoundAtTheEndAtTheLatest() throws Exception {
    SegmentReader reader = fixture.writeAndOpen(records(200));
    byte[] bytes = fixture.stored();
    int middle = (int) (reader.storedBytes() + bytes.length) / 2;
    bytes[middle] ^= 1;
    fixture.replace(bytes);

    assertThatThrownBy(() -> entries(reader.keysInPieces(MOST_BYTES)))
        .isInstanceOf(CorruptBlockException.class);
  }
}
