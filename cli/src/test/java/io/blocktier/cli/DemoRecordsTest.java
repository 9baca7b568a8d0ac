package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.SegmentStack;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.format.RecordKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoRecordsTest {

  private static final int RECORDS = 200;

  @TempDir Path directory;

  private final Effects effects = Effects.ofSystem();
  private final DemoFindings findings = new DemoFindings();
  private DemoDataSet data;
  private SegmentStack stack;
  private SegmentManager segments;
  private DemoRecords records;

  @BeforeEach
  void writeAll() throws Exception {
    data = DemoDataSet.of(RECORDS);
    Path yaml = SegmentsConfig.write(directory, directory.resolve("store"), "");
    stack = BlocktierConfig.load(yaml, Map.of()).openSegments(effects, new SimpleMeterRegistry());
    segments = stack.manager();
    records = new DemoRecords(session(), data, findings);
    assertThat(records.write(segments).number()).isEqualTo(RECORDS);
    assertThat(records.seal(segments).number()).isPositive();
  }

  @AfterEach
  void close() throws Exception {
    stack.close();
    effects.executor().shutdownNow();
  }

  @Test
  void dataSetHasBothKindsOfKeysAndAllValues() throws Exception {
    assertThat(data.keys()).hasSize(RECORDS).doesNotHaveDuplicates();
    assertThat(data.keys().stream().filter(key -> key.startsWith("class/"))).hasSize(RECORDS / 2);
    assertThat(new String(data.value("character/000041"), StandardCharsets.UTF_8))
        .isEqualTo("LATIN CAPITAL LETTER A\tLATIN");
    assertThat(data.value("class/java.base/java/lang/Object.class"))
        .startsWith(0xca, 0xfe, 0xba, 0xbe);
  }

  @Test
  void recordsThatAreAsTheyWereAreEqual() throws Exception {
    records.scan(segments);
    records.get(segments);
    assertThat(findings.lines()).isEmpty();
    assertThat(findings.equalRecords()).isEqualTo(RECORDS);
  }

  @Test
  void changedRecordIsFoundByScanAndByRead() throws Exception {
    String key = data.keys().get(7);
    byte[] value = data.value(key);
    value[3] ^= 1;
    segments.put(RecordKey.of(key), ByteBuffer.wrap(value));
    records.scan(segments);
    assertThat(findings.lines()).singleElement().asString().contains(key, "at byte 3");
    assertThat(findings.equalRecords()).isEqualTo(RECORDS - 1);
    assertThat(findings.storeAtFault()).isTrue();
  }

  @Test
  void lostRecordIsFound() throws Exception {
    String key = data.keys().get(8);
    segments.delete(RecordKey.of(key));
    records.scan(segments);
    assertThat(findings.lines()).singleElement().asString().contains(key, "is not there");
  }

  @Test
  void lostRecordIsFoundWithoutAScan() throws Exception {
    String key = data.keys().get(9);
    segments.delete(RecordKey.of(key));
    records.get(segments);
    assertThat(findings.lines()).singleElement().asString().contains(key, "is not found");
  }

  @Test
  void recordThatNobodyWroteIsFound() throws Exception {
    segments.put(RecordKey.of("class/none"), ByteBuffer.allocate(1));
    records.scan(segments);
    assertThat(findings.lines()).singleElement().asString().contains("class/none", "nobody wrote");
  }

  @Test
  void findingsOfAnotherProcessAreAdded() {
    DemoFindings other = new DemoFindings();
    other.equal(5);
    other.equalRecord(7);
    other.storeFailed("record 'x'", "is gone");
    findings.add(Json.read(Json.line(other.told())));
    assertThat(findings.equalBytes()).isEqualTo(5);
    assertThat(findings.equalRecordBytes()).isEqualTo(7);
    assertThat(findings.storeAtFault()).isTrue();
    assertThat(findings.lines()).containsExactly("record 'x': is gone");
  }

  @Test
  void processThatCannotReadBackEndsTheDemoWithItsStatus() throws Exception {
    DemoScene scene =
        new DemoScene(
            directory.resolve("nowhere.yaml"),
            directory,
            Optional.empty(),
            "demo/",
            new DemoSettings(1, 4096, false, 0));
    assertThatThrownBy(
            () -> new DemoReader(session(), scene, directory.resolve("none")).run(findings))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.code()).isNotEqualTo(ExitCode.OK))
        .hasMessageContaining("ended with status");
  }

  private Session session() {
    Console console =
        new Console(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Console.Device.PIPE,
            Console.Device.PIPE,
            80);
    return new Session(console, Map.of(), effects, new Cancellation(Thread.currentThread()));
  }
}
