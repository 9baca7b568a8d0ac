package io.blocktier.gateway.cors;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.xml.XmlNode;
import io.blocktier.gateway.xml.XmlReader;
import io.blocktier.gateway.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a bucket.
 *
 * @param rules the first that fits counts
 */
record CorsRules(List<CorsRule> rules) {

  static final CorsRules NONE = new CorsRules(List.of());

  private static final int MAX_RULES = 100;

  static CorsRules parse(byte[] document) throws S3Exception {
    List<CorsRule> rules = new ArrayList<>();
    for (XmlNode node : XmlReader.read(document).named("CORSConfiguration").all("CORSRule")) {
      rules.add(CorsRule.of(node));
    }
    if (rules.isEmpty() || rules.size() > MAX_RULES) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
    return new CorsRules(List.copyOf(rules));
  }

  byte[] document() {
    XmlWriter xml = XmlWriter.of("CORSConfiguration");
    rules.forEach(rule -> rule.write(xml));
    return xml.finish();
  }

  Optional<CorsRule> find(String origin, String method, List<String> headers) {
    return rules.stream().filter(rule -> rule.allows(origin, method, headers)).findFirst();
  }
}
