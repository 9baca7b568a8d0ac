package io.blocktier.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the audit finds, and what it lets pass. */
class AuditTest {

  private final Histories histories = new Histories(Set.of("k"));
  private final BlockStore store = new InMemoryBlockStore(Effects.ofSystem());

  @TempDir Path directory;

  @Test
  void theNewestAcknowledgedVersionAndAnyLaterOnePass() throws Exception {
    acknowledge(1, Durability.LOCAL);
    histories.of("k").begin(false);
    for (long version : new long[] {1, 2}) {
      write(version);
      assertThat(audit()).isEqualTo(1);
    }
  }

  @Test
  void anOlderVersionIsFound() throws Exception {
    acknowledge(1, Durability.LOCAL);
    acknowledge(2, Durability.LOCAL);
    write(1);
    finds("'k' is version 1, not one of changes 2 to 2");
  }

  @Test
  void aMissingBlockIsFound() {
    acknowledge(1, Durability.LOCAL);
    finds("'k' is missing");
  }

  @Test
  void aBlockThatOnlyMemoryHadMayBeMissing() throws Exception {
    acknowledge(1, Durability.MEMORY);
    assertThat(audit()).isEqualTo(1);
  }

  @Test
  void aDeletionThatWasBegunMayHaveHappened() throws Exception {
    acknowledge(1, Durability.LOCAL);
    histories.of("k").begin(true);
    assertThat(audit()).isEqualTo(1);
  }

  @Test
  void aMixtureOfVersionsIsFound() throws Exception {
    acknowledge(1, Durability.LOCAL);
    byte[] bytes = Version.bytes("k", 1);
    bytes[bytes.length - 1]++;
    Blocks.write(store, BlockKey.of("k"), bytes);
    finds("'k' begins as version 1 and is not it");
  }

  @Test
  void aBlockThatNobodyWroteIsListedAndFound() throws Exception {
    Blocks.write(store, BlockKey.of("other"), new byte[1]);
    finds("listed are [other], found were []");
  }

  @Test
  void whatWasGoneAfterAKillMustNotComeBack() throws Exception {
    acknowledge(1, Durability.LOCAL);
    histories.of("k").begin(false);
    histories.of("k").found(1);
    write(2);
    finds("'k' is version 2");
  }

  @Test
  void aLogTellsTheSameWithoutItsTornLine() throws Exception {
    Path file = directory.resolve("log");
    try (AuditLog log = AuditLog.open(file)) {
      log.begun("k", 1, false);
      log.acknowledged("k", 1, Durability.REMOTE);
      log.begun("k", 2, true);
    }
    Files.writeString(file, "acknowledged k 2 LO", StandardOpenOption.APPEND);
    AuditLog.replay(file, histories);
    assertThat(histories.of("k").bounds()).isEqualTo(new KeyHistory.Bounds(1, 1, 2));
  }

  private void acknowledge(long expected, Durability level) {
    long number = histories.of("k").begin(false);
    assertThat(number).isEqualTo(expected);
    histories.of("k").acknowledge(number, level);
  }

  private void write(long version) throws Exception {
    Blocks.write(store, BlockKey.of("k"), Version.bytes("k", version));
  }

  private long audit() throws Exception {
    Map<String, KeyHistory.Bounds> bounds = histories.bounds();
    return histories.audit(store, Durability.LOCAL, bounds, bounds);
  }

  private void finds(String text) {
    assertThatExceptionOfType(AuditException.class)
        .isThrownBy(this::audit)
        .withMessageContaining(text);
  }
}
