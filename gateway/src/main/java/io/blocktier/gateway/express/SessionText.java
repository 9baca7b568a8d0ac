package io.blocktier.gateway.express;

import io.blocktier.gateway.Right;
import io.blocktier.gateway.attribute.AttributeText;
import io.blocktier.gateway.error.S3Exception;
import java.time.Instant;
import java.util.Map;

/**
 * What a session is for, as its token says it.
 *
 * @param owner the id of the key that it was issued to
 * @param bucket the bucket; empty where it is bound to none
 * @param right the most that it allows
 * @param expires when it ends, to the millisecond
 * @param nonce what no other session has
 */
record SessionText(String owner, String bucket, Right right, Instant expires, String nonce) {

  private static final String OWNER = "o";
  private static final String BUCKET = "b";
  private static final String RIGHT = "r";
  private static final String EXPIRES = "x";
  private static final String NONCE = "n";

  String encode() {
    StringBuilder text = new StringBuilder();
    AttributeText.append(text, OWNER, owner);
    AttributeText.append(text, BUCKET, bucket);
    AttributeText.append(text, RIGHT, right.name());
    AttributeText.append(text, EXPIRES, Long.toString(expires.toEpochMilli()));
    AttributeText.append(text, NONCE, nonce);
    return text.toString();
  }

  static SessionText decode(String text) throws S3Exception {
    try {
      Map<String, String> fields = AttributeText.fields(text);
      return new SessionText(
          fields.getOrDefault(OWNER, ""),
          fields.getOrDefault(BUCKET, ""),
          Right.valueOf(fields.getOrDefault(RIGHT, "")),
          Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault(EXPIRES, ""))),
          fields.getOrDefault(NONCE, ""));
    } catch (IllegalArgumentException e) {
      throw SessionKeys.invalid();
    }
  }
}
