package io.blocktier.gateway.attribute;

import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.Metadata;
import io.blocktier.gateway.request.HttpDates;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An object: a version of a block and its attributes.
 *
 * @param stat the block
 * @param attributes what the gateway wrote, or what follows from the block
 */
public record StoredObject(BlockStat stat, ObjectAttributes attributes) {

  /** Where attributes are that fit beside the block. */
  static final String INLINE = "s3";

  /** The name of the companion that has the attributes. */
  static final String COMPANION = "s3-companion";

  /**
   * Describes a block that somebody else wrote. Its ETag ends with {@code -1}, so that no client
   * takes it for an MD5. The name of a companion is nothing that anybody said of the object.
   */
  static ObjectAttributes foreign(BlockStat stat) {
    Map<String, String> said = new TreeMap<>(stat.metadata().entries());
    said.remove(COMPANION);
    return new ObjectAttributes(
        Attributes.foreignTag(stat.etag()),
        stat.lastModified(),
        Map.of(),
        said,
        Map.of(),
        Optional.empty(),
        "",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns which companion a block has. */
  public static Optional<String> companion(Metadata metadata) {
    return Optional.ofNullable(metadata.entries().get(COMPANION));
  }

  /** Returns the companion of this object. */
  public Optional<String> companion() {
    return companion(stat.metadata());
  }

  /** Tells whether this is another object to which nothing was done but that it was appended to. */
  public boolean isGrownFrom(StoredObject other) {
    Optional<String> tag = attributes.origin().map(Origin::tag);
    return tag.isPresent()
        && tag.equals(other.attributes.origin().map(Origin::tag))
        && size() >= other.size();
  }

  /** Returns the number of bytes. */
  public long size() {
    return stat.size();
  }

  /** Returns when the object was written, to the second, as headers have it. */
  public Instant lastModified() {
    return HttpDates.toSecond(attributes.created());
  }
}
