package io.blocktier.cli;

import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.manifest.Bytes;
import io.blocktier.segments.manifest.SegmentContent;
import io.blocktier.segments.manifest.SegmentEntry;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a segment is shown. */
final class SegmentEntryView {

  private SegmentEntryView() {}

  static String line(SegmentEntry entry) {
    return String.format(
        Locale.ROOT,
        "%10d  %-4s  %10s  %,12d  %s%s",
        entry.id(),
        tier(entry),
        Units.bytes(entry.content().bytes()),
        entry.content().records(),
        Instant.ofEpochMilli(entry.createdMillis()),
        entry.pinned() ? "  pinned" : "");
  }

  static Map<String, Object> json(SegmentEntry entry) {
    SegmentContent content = entry.content();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("segment", entry.id());
    json.put("tier", tier(entry));
    json.put("key", entry.object().key().value());
    json.put("bytes", content.bytes());
    json.put("raw_bytes", content.rawBytes());
    json.put("records", content.records());
    json.put("tombstones", content.tombstones());
    json.put("expiring", content.expiring());
    json.put("created", Instant.ofEpochMilli(entry.createdMillis()).toString());
    if (entry.movedMillis() > 0) {
      json.put("moved", Instant.ofEpochMilli(entry.movedMillis()).toString());
    }
    json.put("pinned", entry.pinned());
    json.put("least_key", key(content.keys().least()));
    json.put("greatest_key", key(content.keys().greatest()));
    json.put("least_sequence", content.sequences().least());
    json.put("greatest_sequence", content.sequences().greatest());
    json.put("crc32c", content.checksum().toString());
    json.put("root", HexFormat.of().formatHex(content.root().toArray()));
    return json;
  }

  private static String key(Bytes utf8) {
    byte[] bytes = utf8.toArray();
    return RecordKey.ofUtf8(bytes, 0, bytes.length).toString();
  }

  static String tier(SegmentEntry entry) {
    return entry.object().tier().name().toLowerCase(Locale.ROOT);
  }
}
