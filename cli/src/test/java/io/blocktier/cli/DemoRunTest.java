package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoRunTest extends MemoryStoreTest {

  private static final int BLOCK = 4096;
  private static final String PREFIX = "demo-1/";

  @TempDir Path directory;
  private final DemoFindings findings = new DemoFindings();
  private DemoReport report;

  @BeforeEach
  void makeFiles() throws Exception {
    Files.createDirectories(directory.resolve("a/b"));
    Files.write(directory.resolve("empty"), new byte[0]);
    Files.write(directory.resolve("a/one"), bytes(BLOCK, 1));
    Files.write(directory.resolve("a/b/many"), bytes(3 * BLOCK + 5, 2));
    report = new DemoReport(directory, findings, "memory");
  }

  @Test
  void wholeTourIsVerifiedAndLeavesNothing() throws Exception {
    DemoRun tour = tour(memory);
    assertThat(tour.write(_ -> true).number()).isEqualTo(6);
    assertThat(tour.read().bytes()).isEqualTo(4 * BLOCK + 5);
    assertThat(tour.list().number()).isEqualTo(6);
    assertThat(tour.delete().number()).isEqualTo(6);
    report.complete();
    assertThat(report.verified()).isTrue();
    assertThat(report.status()).isZero();
  }

  @Test
  void tourThatDidNotComeToItsEndIsNotVerified() throws Exception {
    DemoRun tour = tour(memory);
    tour.write(_ -> true);
    tour.read();
    assertThat(report.verified()).isFalse();
  }

  @Test
  void oneWrongBitIsFoundAndBlamedOnTheStore() throws Exception {
    DemoRun tour = tour(new Flipping(memory, PREFIX + "file/a/b/many/block-000004"));
    tour.write(_ -> true);
    tour.read();
    report.complete();
    assertThat(report.verified()).isFalse();
    assertThat(report.status()).isEqualTo(8);
    assertThat(findings.lines())
        .singleElement()
        .asString()
        .contains("a/b/many", "block-000004", "differs from the file at byte 4");
  }

  @Test
  void lostBlockIsFound() throws Exception {
    DemoRun tour = tour(memory);
    tour.write(_ -> true);
    Blocks.delete(memory, BlockKey.of(PREFIX + "file/a/one/block-000001"));
    tour.read();
    report.complete();
    assertThat(report.status()).isEqualTo(8);
    assertThat(findings.lines())
        .singleElement()
        .asString()
        .contains("acknowledged and is not there");
  }

  @Test
  void listingThatMissesABlockIsFound() throws Exception {
    DemoRun tour = tour(memory);
    tour.write(_ -> true);
    tour.read();
    Blocks.delete(memory, BlockKey.of(PREFIX + "file/a/one/block-000001"));
    tour.list();
    report.complete();
    assertThat(report.verified()).isFalse();
    assertThat(findings.lines()).singleElement().asString().contains("5 blocks");
  }

  @Test
  void fileChangedMeanwhileIsNotBlamedOnTheStore() throws Exception {
    DemoRun tour = tour(memory);
    tour.write(_ -> true);
    Files.write(directory.resolve("a/one"), bytes(BLOCK, 9));
    Files.setLastModifiedTime(
        directory.resolve("a/one"), java.nio.file.attribute.FileTime.fromMillis(1));
    tour.read();
    report.complete();
    assertThat(report.verified()).isFalse();
    assertThat(report.status()).isEqualTo(1);
    assertThat(findings.lines()).singleElement().asString().contains("changed while the demo ran");
  }

  @Test
  void fileThatGrewOrShrankMeanwhileIsNotVerified() throws Exception {
    DemoRun tour = tour(memory);
    Files.write(directory.resolve("a/one"), bytes(BLOCK + 1, 1));
    tour.write(_ -> true);
    Files.write(directory.resolve("a/b/many"), bytes(BLOCK, 2));
    tour.read();
    report.complete();
    assertThat(findings.lines())
        .hasSize(2)
        .allMatch(line -> line.endsWith("changed while the demo ran"));
    assertThat(report.status()).isEqualTo(1);
  }

  @Test
  void fileThatVanishedIsNotVerified() throws Exception {
    DemoRun tour = tour(memory);
    tour.write(_ -> true);
    Files.delete(directory.resolve("a/one"));
    tour.read();
    report.complete();
    assertThat(findings.lines()).singleElement().asString().contains("no such file");
    assertThat(report.status()).isEqualTo(1);
  }

  @Test
  void storeThatCannotServeEndsTheTour() throws Exception {
    DemoRun tour = tour(new Down(memory));
    assertThatThrownBy(() -> tour.write(_ -> true)).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void namesThatAreNoKeysAreNumberedAndVerified() throws Exception {
    Files.write(directory.resolve("line\nbreak"), bytes(5, 3));
    Files.write(directory.resolve("%41 \u00e4 *?[x]"), bytes(6, 4));
    Path deep = directory;
    for (int i = 0; i < 8; i++) {
      deep = Files.createDirectory(deep.resolve("d".repeat(120)));
    }
    Files.write(deep.resolve("leaf"), bytes(7, 5));
    new ProcessBuilder(
            "sh", "-c", ": > \"$(printf 'bad\\377name')\"; : > \"$(printf 'bad\\376name')\"")
        .directory(directory.toFile())
        .start()
        .waitFor();
    DemoRun tour = tour(memory);
    assertThat(tour.write(_ -> true).number()).isEqualTo(11);
    tour.read();
    tour.list();
    tour.delete();
    report.complete();
    assertThat(findings.lines()).isEmpty();
    assertThat(report.verified()).isTrue();
  }

  @Test
  void linksAreLeftOutAndCounted() throws Exception {
    Files.createSymbolicLink(directory.resolve("link"), Path.of("a"));
    Files.createSymbolicLink(directory.resolve("broken"), Path.of("nowhere"));
    DemoInventory inventory = inventory();
    assertThat(inventory.skipped()).isEqualTo(2);
    assertThat(inventory.files()).hasSize(3);
  }

  @Test
  void directoryOfTheStoreItselfIsLeftOut() throws Exception {
    DemoInventory inventory =
        DemoInventory.of(directory, Optional.of(directory.resolve("a")), PREFIX, findings);
    assertThat(inventory.files())
        .extracting(DemoFile::path)
        .containsExactly(directory.resolve("empty"));
  }

  @Test
  void whatWasFoundIsKnownToAnotherProcessAlsoWhenFilesChangeMeanwhile(@TempDir Path elsewhere)
      throws Exception {
    Path odd = Files.writeString(directory.resolve("ä b#%2F\"c"), "before");
    Files.setLastModifiedTime(odd, FileTime.from(Instant.parse("2020-02-02T02:02:02.123456789Z")));
    DemoInventory inventory = inventory();
    inventory.save(elsewhere.resolve("inventory"));
    Files.writeString(odd, "behind");
    Files.writeString(directory.resolve("new"), "more");

    DemoInventory known =
        DemoInventory.load(elsewhere.resolve("inventory"), directory, PREFIX, findings);

    assertThat(known.files()).isEqualTo(inventory.files());
    assertThat(known.bytes()).isEqualTo(inventory.bytes());
    DemoFile changed =
        known.files().stream().filter(file -> file.path().equals(odd)).findFirst().orElseThrow();
    assertThat(changed.changed()).isTrue();
  }

  private DemoInventory inventory() throws Exception {
    return DemoInventory.of(directory, Optional.empty(), PREFIX, findings);
  }

  private DemoRun tour(BlockStore store) throws Exception {
    Console console =
        new Console(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Console.Device.PIPE,
            Console.Device.PIPE,
            80);
    Session session =
        new Session(console, Map.of(), effects, new Cancellation(Thread.currentThread()));
    DemoInventory inventory = inventory();
    report.begin(inventory, BLOCK);
    return new DemoRun(
        session,
        store,
        KeyPrefix.of(PREFIX),
        inventory,
        findings,
        new DemoSettings(3, BLOCK, false, 0));
  }

  /** Turns one bit of one block, behind the store's own checksums. */
  private static final class Flipping extends ForwardingBlockStore {
    private final String key;

    Flipping(BlockStore inner, String key) {
      super(inner);
      this.key = key;
    }

    @Override
    public BlockRead read(BlockKey block, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      int start = target.position();
      BlockRead read = super.read(block, range, target);
      if (block.value().equals(key)) {
        target.put(start + 4, (byte) (target.get(start + 4) ^ 0x10));
      }
      return read;
    }

    @Override
    public String toString() {
      return "flipping";
    }
  }

  /** Cannot serve. */
  private static final class Down extends ForwardingBlockStore {
    Down(BlockStore inner) {
      super(inner);
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions options)
        throws BlockStoreException {
      throw new StoreUnavailableException(Failure.of(this, Operation.WRITE, key, "down"), null);
    }

    @Override
    public String toString() {
      return "down";
    }
  }
}
