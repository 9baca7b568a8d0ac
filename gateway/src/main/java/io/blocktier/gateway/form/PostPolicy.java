package io.blocktier.gateway.form;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What whoever signed a form lets it do.
 *
 * @param expiration until when
 * @param conditions all of which hold
 */
record PostPolicy(Instant expiration, List<Condition> conditions) {

  /** Fields that say who sends the form rather than what is to be done. */
  private static final Set<String> NEED_NO_CONDITION =
      Set.of("policy", "signature", "x-amz-signature", "awsaccesskeyid");

  private static final String IGNORED = "x-ignore-";

  /** Reads the field of a form. */
  static PostPolicy parse(String base64) throws S3Exception {
    if (!(JsonReader.read(decoded(base64)) instanceof Json.Members(Map<String, Json> members))) {
      throw wrong("Policy is no object.");
    }
    if (!(members.get("expiration") instanceof Json.Text(String expiration))) {
      throw wrong("Policy missing expiration.");
    }
    if (!(members.get("conditions") instanceof Json.Items(List<Json> items))) {
      throw wrong("Policy missing conditions.");
    }
    List<Condition> conditions = new ArrayList<>(items.size());
    for (Json item : items) {
      conditions.add(Condition.of(item));
    }
    return new PostPolicy(instant(expiration), conditions);
  }

  /**
   * Refuses a form that does not meet the policy, as far as its fields go.
   *
   * @param fields all that the form says, the bucket included, by name in lower case
   */
  void requireOf(Map<String, String> fields, Instant now) throws S3Exception {
    if (!now.isBefore(expiration)) {
      throw denied("Policy expired.");
    }
    for (Condition condition : conditions) {
      if (!condition.holdsFor(fields)) {
        throw denied("Policy Condition failed: " + condition);
      }
    }
    for (String field : fields.keySet()) {
      if (!NEED_NO_CONDITION.contains(field) && !field.startsWith(IGNORED) && !isNamed(field)) {
        throw denied("Extra input fields: " + field);
      }
    }
  }

  /** Returns how many bytes the file may have, within what any file may have. */
  LengthRange lengths(LengthRange any) {
    LengthRange all = any;
    for (Condition condition : conditions) {
      if (condition instanceof Condition.Length(LengthRange range)) {
        all = all.and(range);
      }
    }
    return all;
  }

  private boolean isNamed(String field) {
    return conditions.stream()
        .anyMatch(condition ->
            switch (condition) {
              case Condition.Equal equal -> equal.field().equals(field);
              case Condition.StartsWith start -> start.field().equals(field);
              case Condition.Length _ -> false;
            });
  }

  private static String decoded(String base64) throws S3Exception {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong("Policy is not in Base64.");
    }
  }

  private static Instant instant(String text) throws S3Exception {
    try {
      return DateTimeFormatter.ISO_INSTANT.parse(text, Instant::from);
    } catch (DateTimeException e) {
      throw wrong("Invalid 'expiration' value: '" + text + "'");
    }
  }

  private static S3Exception wrong(String what) {
    return new S3Exception(S3ErrorCode.INVALID_POLICY_DOCUMENT, "Invalid Policy: " + what);
  }

  private static S3Exception denied(String what) {
    return new S3Exception(S3ErrorCode.ACCESS_DENIED, "Invalid according to Policy: " + what);
  }
}
