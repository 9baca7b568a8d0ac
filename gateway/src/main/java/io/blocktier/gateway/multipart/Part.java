package io.blocktier.gateway.multipart;

import io.blocktier.gateway.attribute.AttributeText;
import io.blocktier.gateway.attribute.PartAttributes;
import io.blocktier.gateway.payload.Checksum;
import io.blocktier.gateway.payload.ChecksumAlgorithm;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A part of an upload under way. Its bytes are in a block of their own that never changes.
 *
 * @param number 1 to 10,000
 * @param data the end of the block's key
 * @param etag an MD5 in hexadecimal
 * @param size its bytes
 * @param modified when it came
 * @param checksum of its bytes, where it is known
 */
record Part(
    int number,
    String data,
    String etag,
    long size,
    Instant modified,
    Optional<Checksum> checksum) {

  private static final String DATA = "d";
  private static final String ETAG = "e";
  private static final String SIZE = "n";
  private static final String MODIFIED = "t";
  private static final String ALGORITHM = "a";
  private static final String CHECKSUM = "c";

  String encode() {
    StringBuilder text = new StringBuilder();
    AttributeText.append(text, DATA, data);
    AttributeText.append(text, ETAG, etag);
    AttributeText.append(text, SIZE, Long.toString(size));
    AttributeText.append(text, MODIFIED, Long.toString(modified.toEpochMilli()));
    checksum.ifPresent(sum -> {
      AttributeText.append(text, ALGORITHM, sum.algorithm().name());
      AttributeText.append(text, CHECKSUM, sum.value());
    });
    return text.toString();
  }

  static Part decode(int number, String text) {
    Map<String, String> fields = AttributeText.fields(text);
    Optional<Checksum> checksum =
        Optional.ofNullable(fields.get(ALGORITHM))
            .flatMap(ChecksumAlgorithm::named)
            .flatMap(used -> Checksum.parse(used, fields.getOrDefault(CHECKSUM, "")));
    return new Part(
        number,
        fields.getOrDefault(DATA, ""),
        fields.getOrDefault(ETAG, ""),
        Long.parseLong(fields.getOrDefault(SIZE, "0")),
        Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault(MODIFIED, "0"))),
        checksum);
  }

  /** Returns what stays known of it. */
  PartAttributes attributes() {
    Map<String, String> sums =
        checksum.map(sum -> Map.of(sum.algorithm().name(), sum.value())).orElse(Map.of());
    return new PartAttributes(number, size, sums);
  }
}
