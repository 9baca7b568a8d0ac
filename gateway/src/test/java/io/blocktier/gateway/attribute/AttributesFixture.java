package io.blocktier.gateway.attribute;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Attributes of objects of which a test says no more than it has to. */
public final class AttributesFixture {

  private AttributesFixture() {}

  /** Those of an object of which its writer said nothing. */
  public static ObjectAttributes plain(String etag, Instant created) {
    return new ObjectAttributes(
        etag,
        created,
        Map.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        "",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Those of an object of a directory bucket that was uploaded in parts of one byte each. */
  public static ObjectAttributes inParts(String etag, int parts) {
    List<PartAttributes> made =
        IntStream.rangeClosed(1, parts)
            .mapToObj(number -> new PartAttributes(number, 1, Map.of()))
            .toList();
    return plain(etag, Instant.EPOCH)
        .ofParts(etag, Map.of(), Optional.empty(), Instant.EPOCH, made)
        .inDirectory(etag, parts);
  }
}
