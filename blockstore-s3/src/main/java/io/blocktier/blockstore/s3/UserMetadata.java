package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PutId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What an object carries as user metadata: the caller's entries, and beside them Blocktier's own,
 * which the caller never sees.
 *
 * @param user the caller's entries
 * @param putId the write that made the object
 * @param checksum the checksum of its bytes, for servers that keep none themselves
 */
record UserMetadata(Metadata user, Optional<PutId> putId, Optional<Crc32c> checksum) {

  private static final String PUT_ID = Metadata.RESERVED_PREFIX + "put-id";
  private static final String CHECKSUM = Metadata.RESERVED_PREFIX + "crc32c";

  /** The bound of S3 on all names and values together. */
  private static final int MOST_BYTES = 2048;

  /** Returns names and values as they are sent, without the prefix of the headers. */
  Map<String, String> entries(Dialect dialect) {
    Map<String, String> entries = new TreeMap<>();
    user.entries().forEach((name, value) -> entries.put(dialect.sent(name), value));
    putId.ifPresent(id -> entries.put(PUT_ID, id.value()));
    checksum
        .filter(crc -> dialect.marksChecksums() && hasRoomForChecksum(entries))
        .ifPresent(crc -> put(entries, crc));
    return entries;
  }

  /**
   * Reads what an object carries. Entries of others that are not legal here are left out.
   *
   * @param entries names and values without the prefix of the headers
   * @param dialect how the server sends names
   * @return what was understood
   */
  static UserMetadata read(Map<String, String> entries, Dialect dialect) {
    Map<String, String> user = new TreeMap<>();
    Map<String, String> own = new TreeMap<>();
    entries.forEach((name, value) -> {
      String lower = dialect.meant(name.toLowerCase(Locale.ROOT));
      (lower.startsWith(Metadata.RESERVED_PREFIX) ? own : user).put(lower, value);
    });
    return new UserMetadata(
        legal(user),
        Optional.ofNullable(own.get(PUT_ID)).flatMap(text -> parsed(PutId::new, text)),
        Optional.ofNullable(own.get(CHECKSUM)).flatMap(text -> parsed(Crc32c::ofBase64, text)));
  }

  private static Metadata legal(Map<String, String> entries) {
    return parsed(Metadata::of, entries)
        .orElseGet(() -> {
          Map<String, String> legal = new TreeMap<>();
          entries.forEach((name, value) -> {
            if (parsed(Metadata::of, Map.of(name, value)).isPresent()) {
              legal.put(name, value);
            }
          });
          return parsed(Metadata::of, legal).orElse(Metadata.EMPTY);
        });
  }

  private static <T, R> Optional<R> parsed(Function<T, R> parser, T text) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException notLegal) {
      return Optional.empty();
    }
  }

  private static boolean hasRoomForChecksum(Map<String, String> entries) {
    int used = CHECKSUM.length() + Crc32c.EMPTY.base64().length();
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      used += entry.getKey().length() + entry.getValue().length();
    }
    return used <= MOST_BYTES;
  }

  private static void put(Map<String, String> entries, Crc32c crc) {
    entries.put(CHECKSUM, crc.base64());
  }
}
