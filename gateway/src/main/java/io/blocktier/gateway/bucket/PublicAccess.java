package io.blocktier.gateway.bucket;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.xml.XmlNode;
import io.blocktier.gateway.xml.XmlReader;
import io.blocktier.gateway.xml.XmlWriter;
import java.util.Optional;

/**
 * What a bucket lets be public. The last two are about policies of buckets, which there are none of
 * here: they always hold.
 *
 * @param blockLists whether no list may be set that gives rights to everybody
 * @param ignoreLists whether such lists give nothing
 * @param blockPolicies whether no policy may be set that does
 * @param restrictBuckets whether buckets with such a policy are for their owners
 */
record PublicAccess(
    boolean blockLists, boolean ignoreLists, boolean blockPolicies, boolean restrictBuckets) {

  /** What holds where nobody said anything. */
  static final PublicAccess OPEN = new PublicAccess(false, false, false, false);

  private static final String ROOT = "PublicAccessBlockConfiguration";

  /** Reads a document; what it leaves out is not wanted. */
  static PublicAccess parse(byte[] document) throws S3Exception {
    XmlNode root = XmlReader.read(document).named(ROOT);
    return new PublicAccess(
        flag(root, "BlockPublicAcls"),
        flag(root, "IgnorePublicAcls"),
        flag(root, "BlockPublicPolicy"),
        flag(root, "RestrictPublicBuckets"));
  }

  byte[] document() {
    return XmlWriter.of(ROOT)
        .flag("BlockPublicAcls", blockLists)
        .flag("IgnorePublicAcls", ignoreLists)
        .flag("BlockPublicPolicy", blockPolicies)
        .flag("RestrictPublicBuckets", restrictBuckets)
        .finish();
  }

  private static boolean flag(XmlNode root, String name) throws S3Exception {
    Optional<String> text = root.textOf(name).map(String::strip);
    return switch (text.orElse("false")) {
      case "true", "TRUE" -> true;
      case "false", "FALSE" -> false;
      default -> throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    };
  }
}
