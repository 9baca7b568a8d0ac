package io.blocktier.gateway.bucket;

import static io.blocktier.gateway.error.S3ErrorCode.NO_SUCH_BUCKET_POLICY;
import static io.blocktier.gateway.error.S3ErrorCode.NO_SUCH_LIFECYCLE_CONFIGURATION;
import static io.blocktier.gateway.error.S3ErrorCode.NO_SUCH_WEBSITE_CONFIGURATION;
import static io.blocktier.gateway.error.S3ErrorCode.OBJECT_LOCK_CONFIGURATION_NOT_FOUND;
import static io.blocktier.gateway.error.S3ErrorCode.REPLICATION_CONFIGURATION_NOT_FOUND;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlNode;
import io.blocktier.gateway.xml.XmlReader;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The settings of a bucket that S3 has and this server does not keep: each is told to be as S3
 * tells it of a bucket where nobody set it. Thread-safe.
 */
public final class UnsetSettings {

  /** What is told: that there is nothing, or a document. */
  private sealed interface Told {
    record Missing(S3ErrorCode code) implements Told {}

    record Document(String root, UnaryOperator<XmlWriter> content) implements Told {}
  }

  private static final String OWNERSHIP = "ownershipControls";

  private static final Map<String, Told> SETTINGS =
      Map.ofEntries(
          Map.entry("policy", new Told.Missing(NO_SUCH_BUCKET_POLICY)),
          Map.entry("policyStatus", new Told.Missing(NO_SUCH_BUCKET_POLICY)),
          Map.entry("lifecycle", new Told.Missing(NO_SUCH_LIFECYCLE_CONFIGURATION)),
          Map.entry("website", new Told.Missing(NO_SUCH_WEBSITE_CONFIGURATION)),
          Map.entry("object-lock", new Told.Missing(OBJECT_LOCK_CONFIGURATION_NOT_FOUND)),
          Map.entry("replication", new Told.Missing(REPLICATION_CONFIGURATION_NOT_FOUND)),
          Map.entry("logging", empty("BucketLoggingStatus")),
          Map.entry("notification", empty("NotificationConfiguration")),
          Map.entry("accelerate", empty("AccelerateConfiguration")),
          Map.entry(
              "requestPayment",
              new Told.Document(
                  "RequestPaymentConfiguration", xml -> xml.text("Payer", "BucketOwner"))),
          Map.entry(OWNERSHIP, empty("OwnershipControls")));

  private final BucketRegistry buckets;
  private final StatedAcls acls;

  /**
   * Tells the settings of buckets.
   *
   * @param acls knows whether lists of rights are in force
   */
  public UnsetSettings(BucketRegistry buckets, StatedAcls acls) {
    this.buckets = buckets;
    this.acls = acls;
  }

  /** Tells whether there is an answer for a setting, by its name in a query. */
  public boolean has(String setting) {
    return SETTINGS.containsKey(setting);
  }

  /**
   * Tells a setting.
   *
   * @param setting one that {@link #has there is}
   * @param request of which bucket
   */
  public Answer get(String setting, S3Request request) throws IOException {
    String bucket = buckets.require(request.target().bucket()).name();
    boolean owned = setting.equals(OWNERSHIP);
    return switch (owned ? ownership(Ownership.inForce(acls)) : SETTINGS.get(setting)) {
      case Told.Missing(S3ErrorCode code) ->
          throw new S3Exception(code, code.text(), Map.of("BucketName", bucket));
      case Told.Document(String root, UnaryOperator<XmlWriter> content) ->
          Answer.xml(content.apply(XmlWriter.of(root)).finish());
      case null -> throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
    };
  }

  /**
   * PutBucketOwnershipControls: what is in force for all buckets may be said again, and nothing
   * else be set.
   */
  public Answer putOwnership(S3Request request) throws IOException {
    buckets.require(request.target().bucket());
    XmlNode root = XmlReader.read(request.document()).named("OwnershipControls");
    String asked =
        root.first("Rule")
            .flatMap(rule -> rule.textOf("ObjectOwnership"))
            .filter(Ownership::isRule)
            .orElseThrow(() -> new S3Exception(S3ErrorCode.MALFORMED_XML));
    Ownership.require(asked, acls);
    return Answer.empty(Answer.OK);
  }

  private static Told ownership(String rule) {
    return new Told.Document(
        "OwnershipControls", xml -> xml.start("Rule").text("ObjectOwnership", rule).end());
  }

  private static Told empty(String root) {
    return new Told.Document(root, xml -> xml);
  }
}
