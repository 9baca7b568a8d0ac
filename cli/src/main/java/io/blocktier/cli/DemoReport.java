package io.blocktier.cli;

import io.blocktier.blockstore.Durability;
import io.blocktier.cache.CacheStatus;
import io.blocktier.cache.Latency;
import io.blocktier.segments.tiering.MoveFigures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the demo did and found. For one thread. */
final class DemoReport {

  private final Path directory;
  private final DemoFindings findings;
  private final List<DemoPhase> phases = new ArrayList<>();
  private final String store;
  private String durability = "";
  private @Nullable DemoWriter killed;
  private @Nullable Latency lag;
  private @Nullable RequestBill bill;
  private DemoDataSet data = DemoDataSet.NOTHING;
  private long recordBytes;
  private DemoPlace.@Nullable Wiped wiped;
  private @Nullable MoveFigures moves;
  private long files;
  private long blocks;
  private long bytes;
  private long skipped;
  private @Nullable Problem end;
  private boolean complete;

  DemoReport(Path directory, DemoFindings findings, String store) {
    this.directory = directory;
    this.findings = findings;
    this.store = store;
  }

  /** Takes what is going to be written. */
  void begin(DemoInventory inventory, int blockSize) {
    files = inventory.files().size();
    blocks = inventory.blocks(blockSize);
    bytes = inventory.bytes();
    skipped = inventory.skipped();
  }

  void add(DemoPhase phase) {
    phases.add(phase);
  }

  /** Says that a process was killed while it wrote. */
  void killed(DemoPhase phase, DemoWriter writer) {
    add(phase);
    killed = writer;
  }

  /** Takes the records, as they were written. */
  void recorded(DemoDataSet records, long bytes) {
    data = records;
    recordBytes = bytes;
  }

  /** Takes how the segments came to the cold store. */
  void archived(MoveFigures figures) {
    moves = figures;
  }

  /** Says that all that was local is gone. */
  void wiped(DemoPlace.Wiped all) {
    wiped = all;
  }

  /** Says what the store's acknowledgements promise. */
  void opened(Durability level) {
    durability = level.name();
  }

  /** Takes what the cache says when the store has everything. */
  void cached(CacheStatus status) {
    lag = status.durableLag();
  }

  /** Takes what the server beneath was asked for, by the process that was killed, too. */
  void billed(RequestBill requests) {
    bill = requests;
  }

  /** Says that all phases came to their end. */
  void complete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  /** Says that the demo ended early. */
  void ended(Problem reason) {
    end = reason;
  }

  /** Tells whether every byte of every file that was found came back equal. */
  boolean verified() {
    return complete
        && end == null
        && findings.count() == 0
        && findings.equalBlocks() == blocks
        && findings.equalBytes() == bytes
        && findings.equalRecords() == data.keys().size()
        && findings.equalRecordBytes() == recordBytes;
  }

  int status() {
    if (verified()) {
      return ExitCode.OK.status();
    }
    if (end != null) {
      return end.code().status();
    }
    return (findings.storeAtFault() ? ExitCode.CORRUPT : ExitCode.FAILED).status();
  }

  void print(Session session) {
    if (session.options().json()) {
      session.out().line(Json.line(json()));
    } else {
      printTable(session.out());
    }
  }

  private void printTable(Output out) {
    out.line("");
    out.line(DemoPhase.HEADING);
    phases.stream().map(DemoPhase::line).forEach(out::line);
    out.line("");
    sideBySide().forEach(out::line);
    whereabouts().forEach(out::line);
    if (bill != null) {
      out.line("");
      bill.lines().forEach(out::line);
    }
    out.line("");
    findings.lines().forEach(line -> out.line("not verified: " + line));
    if (findings.count() > DemoFindings.MOST_NAMED) {
      out.line(
          String.format(
              Locale.ROOT, "not verified: %,d more", findings.count() - DemoFindings.MOST_NAMED));
    }
    out.line(verdict());
  }

  private List<String> sideBySide() {
    if (lag == null || killed == null) {
      return List.of();
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "acknowledged after p50 %,.3f ms, p99 %,.3f ms; in the store after p50 %,.3f ms, p99"
                + " %,.3f ms",
            killed.latency().quantile(0.5) / 1e6,
            killed.latency().quantile(0.99) / 1e6,
            lag.p50().toNanos() / 1e6,
            lag.p99().toNanos() / 1e6),
        String.format(
            Locale.ROOT,
            "killed while it wrote: 1 process; %s had been acknowledged, and had to be there",
            Units.blocks(killed.blocks())));
  }

  /** Tells where everything was when it was read back. */
  private List<String> whereabouts() {
    List<String> lines = new ArrayList<>();
    if (moves != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "archived: %s by copies of the server, %s through this machine; %s read to verify",
              Units.bytes(moves.bytesServerSide()),
              Units.bytes(moves.bytesThroughClient()),
              Units.bytes(moves.bytesReadToVerify())));
    }
    if (wiped != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "wiped: %s files, %s of cache, index and logs; all reads are those of a new process"
                  + " that had only the server",
              Units.count(wiped.files()),
              Units.bytes(wiped.bytes())));
    }
    return lines;
  }

  private Map<String, Object> whereaboutsJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("records", data.keys().size());
    json.put("record_bytes", recordBytes);
    json.put("equal_records", findings.equalRecords());
    if (moves != null) {
      json.put("archived_segments", moves.archived());
      json.put("bytes_copied_by_server", moves.bytesServerSide());
      json.put("bytes_copied_through_client", moves.bytesThroughClient());
      json.put("bytes_read_to_verify", moves.bytesReadToVerify());
    }
    if (wiped != null) {
      json.put("wiped_files", wiped.files());
      json.put("wiped_bytes", wiped.bytes());
    }
    return json;
  }

  private Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("kills", killed == null ? 0 : 1);
    if (killed != null) {
      figures.put("blocks_before_kill", killed.blocks());
      figures.put("ack_p50_ms", Units.round(killed.latency().quantile(0.5) / 1e6, 6));
      figures.put("ack_p99_ms", Units.round(killed.latency().quantile(0.99) / 1e6, 6));
    }
    if (lag != null) {
      figures.put("durable_lag_p50_ms", Units.round(lag.p50().toNanos() / 1e6, 6));
      figures.put("durable_lag_p99_ms", Units.round(lag.p99().toNanos() / 1e6, 6));
    }
    return figures;
  }

  private String verdict() {
    String counts =
        String.format(
                Locale.ROOT,
                "%s files, %s, %s bytes",
                Units.count(files),
                Units.blocks(blocks),
                Units.count(bytes))
            + (data.keys().isEmpty() ? "" : records());
    String left =
        skipped == 0
            ? ""
            : String.format(
                Locale.ROOT, "; symbolic links and special files left out: %,d", skipped);
    if (verified() && files == 0 && data.keys().isEmpty()) {
      return "VERIFIED: there was nothing to verify: no files in " + directory + left;
    }
    if (verified()) {
      return "VERIFIED: " + counts + ", every byte came back equal" + left;
    }
    return String.format(
        Locale.ROOT,
        "NOT VERIFIED: %s of %s bytes came back equal (%s)%s",
        Units.count(findings.equalBytes() + findings.equalRecordBytes()),
        Units.count(bytes + recordBytes),
        counts,
        left);
  }

  private String records() {
    return String.format(
        Locale.ROOT,
        ", and %s records, %s bytes",
        Units.count(data.keys().size()),
        Units.count(recordBytes));
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("verified", verified());
    json.put("directory", directory.toString());
    json.put("store", store);
    json.put("durability", durability);
    json.put("files", files);
    json.put("blocks", blocks);
    json.put("bytes", bytes);
    json.put("skipped", skipped);
    json.put("equal_blocks", findings.equalBlocks());
    json.put("equal_bytes", findings.equalBytes());
    json.putAll(whereaboutsJson());
    json.putAll(figures());
    json.put("problem_count", findings.count());
    json.put("problems", findings.lines());
    Map<String, Object> figures = new LinkedHashMap<>();
    phases.forEach(phase -> figures.put(phase.name(), phase.json()));
    json.put("phases", figures);
    if (bill != null) {
      json.put("bill", bill.json());
    }
    if (end != null) {
      json.putAll(end.json());
    }
    return json;
  }
}
