package io.blocktier.cli;

import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.Receipt;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How blocks are shown. */
final class BlockView {

  private BlockView() {}

  /** All that is known of a block. */
  static Map<String, Object> json(BlockStat stat) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", stat.key().value());
    json.put("size", stat.size());
    json.put("etag", stat.etag().value());
    json.put("last_modified", stat.lastModified().toString());
    stat.checksum().ifPresent(crc -> json.put("crc32c", crc.toString()));
    if (!stat.metadata().isEmpty()) {
      json.put("metadata", stat.metadata().entries());
    }
    stat.storageClass().ifPresent(name -> json.put("storage_class", name.name()));
    stat.putId().map(PutId::toString).ifPresent(id -> json.put("put_id", id));
    return json;
  }

  static Map<String, Object> json(Receipt receipt) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", receipt.key().value());
    json.put("size", receipt.size());
    json.put("etag", receipt.etag().value());
    receipt.checksum().ifPresent(crc -> json.put("crc32c", crc.toString()));
    json.put("durability", receipt.level().name());
    return json;
  }

  /** The line of a long listing: size, time to the second, etag, key. */
  static String longLine(BlockStat stat) {
    return String.format(
        Locale.ROOT,
        "%,17d  %.19sZ  %-34s  %s",
        stat.size(),
        stat.lastModified(),
        stat.etag(),
        stat.key());
  }

  /** The line of a folder, in the columns of {@link #longLine}. */
  static String longFolder(String name) {
    return String.format(Locale.ROOT, "%17s  %20s  %-34s  %s", "", "", "", name);
  }
}
