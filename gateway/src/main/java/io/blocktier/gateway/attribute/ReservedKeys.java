package io.blocktier.gateway.attribute;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;

/** Where the gateway keeps what is its own. No bucket reaches there. */
public final class ReservedKeys {

  /** What all keys of the gateway start with. */
  public static final String PREFIX = ".gateway/";

  /** Attributes that have no room beside their block. */
  public static final KeyPrefix COMPANIONS = KeyPrefix.of(PREFIX + "companions/");

  /** The registry of buckets. */
  public static final KeyPrefix BUCKETS = KeyPrefix.of(PREFIX + "buckets/");

  /** What buckets are set to. */
  public static final KeyPrefix SETTINGS = KeyPrefix.of(PREFIX + "settings/");

  /** Uploads under way. */
  public static final KeyPrefix UPLOADS = KeyPrefix.of(PREFIX + "uploads/");

  /** Counts of appends. */
  public static final KeyPrefix APPENDS = KeyPrefix.of(PREFIX + "appends/");

  private ReservedKeys() {}

  /** Tells whether a block key is the gateway's own. */
  public static boolean covers(String blockKey) {
    return blockKey.startsWith(PREFIX);
  }

  /** Returns a key beneath one of these prefixes. */
  public static BlockKey under(KeyPrefix prefix, String rest) {
    return BlockKey.of(prefix.value() + rest);
  }
}
