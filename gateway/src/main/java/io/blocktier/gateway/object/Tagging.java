package io.blocktier.gateway.object;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.PercentCoding;
import io.blocktier.gateway.xml.XmlNode;
import io.blocktier.gateway.xml.XmlReader;
import io.blocktier.gateway.xml.XmlWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Sets of tags, which travel as queries and as documents. */
public final class Tagging {

  /** The most tags of an object. */
  public static final int MAX_OBJECT_TAGS = 10;

  /** The most tags of a bucket. */
  public static final int MAX_BUCKET_TAGS = 50;

  private static final int MAX_NAME = 128;
  private static final int MAX_VALUE = 256;

  /** What tags may hold: letters, spaces and numbers of all scripts, and a few signs. */
  private static final Pattern LEGAL = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private Tagging() {}

  /** Checks the tags of a header and returns them in one form. */
  static String checked(String query) throws S3Exception {
    return query.isEmpty() ? "" : query(parse(query), MAX_OBJECT_TAGS);
  }

  /** Returns how many tags there are. */
  static int count(String query) {
    return query.isEmpty() ? 0 : (int) query.chars().filter(c -> c == '&').count() + 1;
  }

  /** Reads the document of an object's tags and returns them as a query. */
  public static String ofDocument(byte[] document) throws S3Exception {
    return ofDocument(XmlReader.read(document), MAX_OBJECT_TAGS);
  }

  /** Reads a document and returns its tags as a query. */
  public static String ofDocument(XmlNode root, int most) throws S3Exception {
    Map<String, String> tags = new LinkedHashMap<>();
    XmlNode set =
        root.named("Tagging")
            .first("TagSet")
            .orElseThrow(() -> new S3Exception(S3ErrorCode.MALFORMED_XML));
    for (XmlNode tag : set.all("Tag")) {
      put(tags, tag.requireText("Key"), tag.requireText("Value"));
    }
    return query(tags, most);
  }

  /** Writes tags as a document, by their keys: a set has no order that somebody could rely on. */
  public static byte[] document(String query) throws S3Exception {
    XmlWriter xml = XmlWriter.of("Tagging").start("TagSet");
    for (Map.Entry<String, String> tag : new TreeMap<>(parse(query)).entrySet()) {
      xml.start("Tag").text("Key", tag.getKey()).text("Value", tag.getValue()).end();
    }
    return xml.end().finish();
  }

  private static Map<String, String> parse(String query) throws S3Exception {
    Map<String, String> tags = new LinkedHashMap<>();
    if (query.isEmpty()) {
      return tags;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = PercentCoding.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
      put(tags, name, equals < 0 ? "" : PercentCoding.decodeQuery(pair.substring(equals + 1)));
    }
    return tags;
  }

  private static void put(Map<String, String> tags, String name, String value) throws S3Exception {
    boolean legal =
        !name.isEmpty()
            && name.codePointCount(0, name.length()) <= MAX_NAME
            && value.codePointCount(0, value.length()) <= MAX_VALUE
            && !name.startsWith("aws:");
    if (!legal || tags.put(name, value) != null) {
      throw new S3Exception(S3ErrorCode.INVALID_TAG);
    }
  }

  private static boolean isLegal(String text) {
    return LEGAL.matcher(text).matches();
  }

  /** What requests bring is judged by its characters; what is kept stays as it is. */
  private static String query(Map<String, String> tags, int most) throws S3Exception {
    if (tags.size() > most) {
      throw new S3Exception(
          most == MAX_OBJECT_TAGS ? S3ErrorCode.BAD_REQUEST : S3ErrorCode.INVALID_TAG,
          "There are more tags than the " + most + " allowed");
    }
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      if (!isLegal(tag.getKey()) || !isLegal(tag.getValue())) {
        throw new S3Exception(S3ErrorCode.INVALID_TAG);
      }
    }
    StringJoiner query = new StringJoiner("&");
    tags.forEach(
        (name, value) -> query.add(PercentCoding.encode(name) + "=" + PercentCoding.encode(value)));
    return query.toString();
  }
}
