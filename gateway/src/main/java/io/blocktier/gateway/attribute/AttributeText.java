package io.blocktier.gateway.attribute;

import io.blocktier.gateway.acl.Acl;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.PercentCoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Attributes as one line of ASCII, in the form of a query: {@code e} the ETag, {@code t} the time
 * in milliseconds, {@code h.NAME} headers, {@code u.NAME} user metadata, {@code c.NAME} checksums,
 * {@code ct} their type, {@code g} tags, {@code p} parts, {@code a} rights, {@code n} the size with
 * which an object of a directory bucket was written.
 */
public final class AttributeText {

  private static final String HEADER = "h.";
  private static final String USER = "u.";
  private static final String CHECKSUM = "c.";
  private static final String WRITTEN = "n";
  private static final String ACL = "a";

  private AttributeText() {}

  /** Writes attributes. */
  public static String encode(ObjectAttributes attributes) {
    StringBuilder text = new StringBuilder(128);
    append(text, "e", attributes.etag());
    append(text, "t", Long.toString(attributes.created().toEpochMilli()));
    attributes.headers().forEach((name, value) -> append(text, HEADER + name, value));
    attributes.userMetadata().forEach((name, value) -> append(text, USER + name, value));
    attributes.checksums().forEach((name, value) -> append(text, CHECKSUM + name, value));
    attributes.checksumType().ifPresent(type -> append(text, "ct", type));
    if (!attributes.tags().isEmpty()) {
      append(text, "g", attributes.tags());
    }
    if (!attributes.parts().isEmpty()) {
      append(text, "p", parts(attributes.parts()));
    }
    attributes.acl().ifPresent(acl -> append(text, ACL, acl.text()));
    attributes.origin().ifPresent(written -> append(text, WRITTEN, Long.toString(written.size())));
    return text.toString();
  }

  /**
   * Reads attributes.
   *
   * @throws IllegalArgumentException if the text is not what {@link #encode} gives
   */
  public static ObjectAttributes decode(String text) {
    Map<String, String> fields = fields(text);
    ObjectAttributes attributes = general(fields);
    String written = fields.get(WRITTEN);
    return written == null
        ? attributes
        : attributes.inDirectory(attributes.etag(), Long.parseLong(written));
  }

  private static ObjectAttributes general(Map<String, String> fields) {
    return new ObjectAttributes(
        require(fields, "e"),
        Instant.ofEpochMilli(Long.parseLong(require(fields, "t"))),
        under(fields, HEADER),
        under(fields, USER),
        under(fields, CHECKSUM),
        Optional.ofNullable(fields.get("ct")),
        fields.getOrDefault("g", ""),
        readParts(fields.getOrDefault("p", "")),
        Optional.empty(),
        Optional.ofNullable(fields.get(ACL)).map(Acl::parse));
  }

  /** Appends one field to a text of this form. */
  public static void append(StringBuilder text, String name, String value) {
    if (!text.isEmpty()) {
      text.append('&');
    }
    text.append(PercentCoding.encode(name)).append('=').append(PercentCoding.encode(value));
  }

  /**
   * Reads the fields of a text of this form.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Map<String, String> fields(String text) {
    Map<String, String> fields = new TreeMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("a field without a value");
      }
      fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return PercentCoding.decodePath(text);
    } catch (S3Exception e) {
      throw new IllegalArgumentException("a field that is not percent-encoded", e);
    }
  }

  private static String require(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("field '" + name + "' is missing");
    }
    return value;
  }

  private static Map<String, String> under(Map<String, String> fields, String start) {
    Map<String, String> found = new TreeMap<>();
    fields.forEach((name, value) -> {
      if (name.startsWith(start)) {
        found.put(name.substring(start.length()), value);
      }
    });
    return found;
  }

  private static String parts(List<PartAttributes> parts) {
    StringBuilder text = new StringBuilder(parts.size() * 16);
    for (PartAttributes part : parts) {
      text.append(part.number()).append(':').append(part.size());
      part.checksums().forEach((name, value) -> text.append(':').append(name + '~' + value));
      text.append(',');
    }
    return text.toString();
  }

  private static List<PartAttributes> readParts(String text) {
    List<PartAttributes> parts = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      if (!one.isEmpty()) {
        parts.add(readPart(one.split(":", -1)));
      }
    }
    parts.sort(Comparator.comparingInt(PartAttributes::number));
    return parts;
  }

  private static PartAttributes readPart(String[] fields) {
    Map<String, String> checksums = new TreeMap<>();
    for (int i = 2; i < fields.length; i++) {
      int tilde = fields[i].indexOf('~');
      checksums.put(fields[i].substring(0, tilde), fields[i].substring(tilde + 1));
    }
    return new PartAttributes(Integer.parseInt(fields[0]), Long.parseLong(fields[1]), checksums);
  }
}
