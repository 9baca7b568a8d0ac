package io.blocktier.gateway.multipart;

import io.blocktier.gateway.acl.Acl;
import io.blocktier.gateway.attribute.AttributeText;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.payload.ChecksumAlgorithm;
import java.util.Map;
import java.util.Optional;

/**
 * An upload under way.
 *
 * @param bucket where the object will be
 * @param id the upload's name
 * @param key the object's key
 * @param stated what was said of the object when the upload began, and when that was
 * @param algorithm the checksum that parts and object have, where one was asked for
 * @param composite whether the object's checksum is that of the parts' checksums
 */
record Upload(
    String bucket,
    String id,
    String key,
    ObjectAttributes stated,
    Optional<ChecksumAlgorithm> algorithm,
    boolean composite) {

  private static final String KEY = "k";
  private static final String ALGORITHM = "a";
  private static final String COMPOSITE = "c";

  /** Returns whose the object will be. */
  String owner(Bucket in) {
    return stated.acl().map(Acl::owner).orElse(in.owner());
  }

  /** Writes what the name of the block does not say. */
  String encode() {
    StringBuilder first = new StringBuilder();
    AttributeText.append(first, KEY, key);
    algorithm.ifPresent(used -> AttributeText.append(first, ALGORITHM, used.name()));
    AttributeText.append(first, COMPOSITE, Boolean.toString(composite));
    return first + "\n" + AttributeText.encode(stated);
  }

  /** Reads it again. */
  static Upload decode(String bucket, String id, String text) {
    int end = text.indexOf('\n');
    Map<String, String> fields = AttributeText.fields(text.substring(0, end));
    return new Upload(
        bucket,
        id,
        fields.getOrDefault(KEY, ""),
        AttributeText.decode(text.substring(end + 1)),
        Optional.ofNullable(fields.get(ALGORITHM)).flatMap(ChecksumAlgorithm::named),
        Boolean.parseBoolean(fields.get(COMPOSITE)));
  }
}
