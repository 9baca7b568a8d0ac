package io.blocktier.cli;

import io.blocktier.segments.RecordReceipt;
import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.RecordKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How records are shown. */
final class RecordView {

  private RecordView() {}

  static Map<String, Object> json(RecordKey key, long sequence, long expiresAt, long bytes) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", key.toString());
    json.put("bytes", bytes);
    json.put("sequence", sequence);
    if (expiresAt != RecordEntry.NEVER) {
      json.put("expires", Instant.ofEpochMilli(expiresAt).toString());
    }
    return json;
  }

  static Map<String, Object> json(RecordReceipt receipt) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sequence", receipt.sequence());
    json.put("durability", receipt.level().name());
    return json;
  }

  static String records(long number) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? "record" : "records");
  }

  static String segments(long number) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? "segment" : "segments");
  }
}
