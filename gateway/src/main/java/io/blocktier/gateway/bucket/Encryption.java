package io.blocktier.gateway.bucket;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.xml.XmlNode;
import io.blocktier.gateway.xml.XmlReader;
import io.blocktier.gateway.xml.XmlWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a bucket's objects are said to be encrypted where the request that makes one says nothing.
 * Nothing here encrypts: it is kept with the object and told of it, as what requests say is.
 *
 * @param algorithm one that S3 has
 * @param key the key of the key service; empty for its own, and where it has no part
 * @param bucketKey whether the key service is asked once a bucket
 * @param withoutCustomerKeys whether the bucket was asked to refuse customers' keys, as all here do
 */
public record Encryption(
    String algorithm, Optional<String> key, boolean bucketKey, boolean withoutCustomerKeys) {

  /** The header that names the algorithm; all others of encryption begin with it. */
  public static final String HEADER = "x-amz-server-side-encryption";

  private static final String KEY_HEADER = HEADER + "-aws-kms-key-id";
  private static final String BUCKET_KEY_HEADER = HEADER + "-bucket-key-enabled";

  private static final String ROOT = "ServerSideEncryptionConfiguration";
  private static final String RULE = "Rule";
  private static final String DEFAULT = "ApplyServerSideEncryptionByDefault";
  private static final String ALGORITHM = "SSEAlgorithm";
  private static final String KEY = "KMSMasterKeyID";
  private static final String BUCKET_KEY = "BucketKeyEnabled";
  private static final String BLOCKED = "BlockedEncryptionTypes";
  private static final String BLOCKED_TYPE = "EncryptionType";
  private static final String CUSTOMER = "SSE-C";

  private static final int MAX_KEY = 2048;
  private static final String OWN = "AES256";
  private static final String TWO_LAYERS = "aws:kms:dsse";
  private static final String WITH_BUCKET_KEYS = "aws:kms";
  private static final Set<String> OF_KEY_SERVICE = Set.of(WITH_BUCKET_KEYS, TWO_LAYERS);

  /** Tells whether S3 has an algorithm. */
  public static boolean isAlgorithm(String name) {
    return name.equals(OWN) || isOfKeyService(name);
  }

  /** Tells whether keys for an algorithm are those of the key service. */
  public static boolean isOfKeyService(String name) {
    return OF_KEY_SERVICE.contains(name);
  }

  /** Reads a document. */
  static Encryption parse(byte[] document) throws S3Exception {
    List<XmlNode> rules = XmlReader.read(document).named(ROOT).all(RULE);
    if (rules.size() != 1) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
    XmlNode rule = rules.getFirst();
    XmlNode asked =
        rule.first(DEFAULT).orElseThrow(() -> new S3Exception(S3ErrorCode.MALFORMED_XML));
    String algorithm = asked.requireText(ALGORITHM).strip();
    if (!isAlgorithm(algorithm)) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
    Optional<String> key = asked.textOf(KEY).map(String::strip).filter(text -> !text.isEmpty());
    if (key.isPresent() && !isOfKeyService(algorithm)) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or"
              + " aws:kms:dsse");
    }
    if (key.isPresent() && !isKey(key.get())) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "a KMSMasterKeyID has at most " + MAX_KEY + " printable ASCII characters, and no spaces");
    }
    return new Encryption(algorithm, key, flag(rule), blocksCustomerKeys(rule));
  }

  /** Each answer about an object tells its key in a header. */
  private static boolean isKey(String id) {
    return id.length() <= MAX_KEY && id.chars().allMatch(c -> c >= 0x21 && c <= 0x7e);
  }

  private static boolean flag(XmlNode rule) throws S3Exception {
    return switch (rule.textOf(BUCKET_KEY).map(String::strip).orElse("false")) {
      case "true", "TRUE" -> true;
      case "false", "FALSE" -> false;
      default -> throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    };
  }

  /** Customers' keys are refused whatever is said; that they are taken cannot be promised. */
  private static boolean blocksCustomerKeys(XmlNode rule) throws S3Exception {
    Optional<XmlNode> blocked = rule.first(BLOCKED);
    if (blocked.isPresent()
        && !blocked.get().all(BLOCKED_TYPE).stream()
            .allMatch(type -> type.text().strip().equals(CUSTOMER))) {
      throw new S3Exception(
          S3ErrorCode.NOT_IMPLEMENTED, "No bucket here takes keys that customers provide");
    }
    return blocked.isPresent();
  }

  /** Insists on what a directory bucket can have. */
  void requireOfDirectory() throws S3Exception {
    if (algorithm.equals(TWO_LAYERS)) {
      throw new S3Exception(
          S3ErrorCode.NOT_IMPLEMENTED, "Directory buckets do not have " + TWO_LAYERS);
    }
  }

  byte[] document() {
    XmlWriter xml = XmlWriter.of(ROOT).start(RULE);
    xml.start(DEFAULT).text(ALGORITHM, algorithm).text(KEY, key).end();
    xml.flag(BUCKET_KEY, bucketKey);
    if (withoutCustomerKeys) {
      xml.start(BLOCKED).text(BLOCKED_TYPE, CUSTOMER).end();
    }
    return xml.finish();
  }

  /** Tells whether what a request says of encryption leaves something to a default. */
  static boolean completes(Map<String, String> stated) {
    String algorithm = stated.get(HEADER);
    return algorithm == null
        || (algorithm.equals(WITH_BUCKET_KEYS) && !stated.containsKey(BUCKET_KEY_HEADER));
  }

  /**
   * Returns the headers of a request with those that it leaves to the default. A bucket key is said
   * of the algorithm that has any, whoever named that.
   */
  Map<String, String> completed(Map<String, String> stated) {
    Map<String, String> headers = new TreeMap<>(stated);
    if (!stated.containsKey(HEADER)) {
      headers.put(HEADER, algorithm);
      key.ifPresent(id -> headers.put(KEY_HEADER, id));
    }
    if (!WITH_BUCKET_KEYS.equals(headers.get(HEADER))) {
      headers.remove(BUCKET_KEY_HEADER);
    } else if (bucketKey) {
      headers.putIfAbsent(BUCKET_KEY_HEADER, "true");
    }
    return headers;
  }
}
