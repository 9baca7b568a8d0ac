package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.StorageClass;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what the headers of an answer tell of an object. */
final class ObjectHead {

  private ObjectHead() {}

  /**
   * Reads the headers of a GET or HEAD.
   *
   * @param answer the answer
   * @param key the object
   * @param size its size, which stands in different headers
   * @param dialect how the server sends names of metadata
   * @return what is known of the object
   * @throws IOException if the answer has no etag, without which no version can be told from
   *     another
   */
  static BlockStat stat(Answer answer, BlockKey key, long size, Dialect dialect)
      throws IOException {
    UserMetadata metadata = UserMetadata.read(metadata(answer), dialect);
    return new BlockStat(
        key,
        size,
        etag(answer).orElseThrow(() -> new IOException("the answer has no etag")),
        lastModified(answer),
        checksum(answer).or(metadata::checksum),
        metadata.user(),
        storageClass(answer),
        metadata.putId());
  }

  static Optional<Etag> etag(Answer answer) {
    return Etags.parse(answer.header(S3Headers.ETAG).orElse(null));
  }

  /** The checksum of the whole object; one of its parts' checksums ends in a count and is none. */
  static Optional<Crc32c> checksum(Answer answer) {
    return answer.header(S3Headers.CHECKSUM_CRC32C).flatMap(ObjectHead::checksum);
  }

  static Optional<Crc32c> checksum(String text) {
    try {
      return Optional.of(Crc32c.ofBase64(text));
    } catch (IllegalArgumentException composite) {
      return Optional.empty();
    }
  }

  /** Amazon names the class of every object but those in its standard one. */
  private static Optional<StorageClass> storageClass(Answer answer) {
    String name = answer.header(S3Headers.STORAGE_CLASS).orElse(StorageClass.STANDARD.name());
    return storageClass(name);
  }

  static Optional<StorageClass> storageClass(String name) {
    try {
      return Optional.of(StorageClass.of(name));
    } catch (IllegalArgumentException notAClass) {
      return Optional.empty();
    }
  }

  private static Instant lastModified(Answer answer) {
    return answer.header(S3Headers.LAST_MODIFIED).flatMap(HttpDate::parse).orElse(Instant.EPOCH);
  }

  private static Map<String, String> metadata(Answer answer) {
    Map<String, String> entries = new TreeMap<>();
    answer
        .head()
        .forEachHeader(
            S3Headers.META_PREFIX,
            (name, value) ->
                entries.merge(
                    name.toLowerCase(Locale.ROOT), value, (first, next) -> first + ',' + next));
    return entries;
  }
}
