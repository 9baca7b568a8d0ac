package io.blocktier.gateway.bucket;

import static io.blocktier.gateway.error.S3ErrorCode.NO_SUCH_BUCKET_POLICY;
import static io.blocktier.gateway.error.S3ErrorCode.NO_SUCH_CONFIGURATION;
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
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
  private static final String LOCK = "object-lock";
  private static final String LOGGING = "logging";
  private static final String NOTIFICATION = "notification";
  private static final String PAYER = "requestPayment";

  /** Those of which S3 keeps any number for a bucket, by name; what each list of them is called. */
  private static final Map<String, String> NAMED =
      Map.of(
          "analytics", "ListBucketAnalyticsConfigurationResult",
          "intelligent-tiering", "ListBucketIntelligentTieringConfigurationsOutput",
          "inventory", "ListInventoryConfigurationsResult",
          "metrics", "ListMetricsConfigurationsResult");

  /** Those that a bucket is without from the start, and that can be taken from it again. */
  private static final Set<String> CLEARED =
      Set.of("lifecycle", "policy", "replication", "website");

  private static final Map<String, Told> SETTINGS =
      Map.ofEntries(
          Map.entry("policy", new Told.Missing(NO_SUCH_BUCKET_POLICY)),
          Map.entry("policyStatus", new Told.Missing(NO_SUCH_BUCKET_POLICY)),
          Map.entry("lifecycle", new Told.Missing(NO_SUCH_LIFECYCLE_CONFIGURATION)),
          Map.entry("website", new Told.Missing(NO_SUCH_WEBSITE_CONFIGURATION)),
          Map.entry(LOCK, new Told.Missing(OBJECT_LOCK_CONFIGURATION_NOT_FOUND)),
          Map.entry("replication", new Told.Missing(REPLICATION_CONFIGURATION_NOT_FOUND)),
          Map.entry(LOGGING, empty("BucketLoggingStatus")),
          Map.entry(NOTIFICATION, empty("NotificationConfiguration")),
          Map.entry("accelerate", empty("AccelerateConfiguration")),
          Map.entry(
              PAYER,
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
    return SETTINGS.containsKey(setting) || NAMED.containsKey(setting);
  }

  /**
   * Tells a setting.
   *
   * @param setting one that {@link #has there is}
   * @param request of which bucket
   */
  public Answer get(String setting, S3Request request) throws IOException {
    String bucket = buckets.require(request.target().bucket()).name();
    return switch (told(setting, request)) {
      case Told.Missing(S3ErrorCode code) ->
          throw new S3Exception(code, code.text(), Map.of("BucketName", bucket));
      case Told.Document(String root, UnaryOperator<XmlWriter> content) ->
          Answer.xml(content.apply(XmlWriter.of(root)).finish());
      case null -> throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
    };
  }

  private @Nullable Told told(String setting, S3Request request) {
    String list = NAMED.get(setting);
    if (list != null) {
      return request.query().has("id")
          ? new Told.Missing(NO_SUCH_CONFIGURATION)
          : new Told.Document(list, xml -> xml.flag("IsTruncated", false));
    }
    return setting.equals(OWNERSHIP) ? ownership(Ownership.inForce(acls)) : SETTINGS.get(setting);
  }

  /** Tells whether a setting may be said again, or cannot be made in a way of its own. */
  public boolean takes(String setting) {
    return Set.of(OWNERSHIP, LOCK, LOGGING, NOTIFICATION, PAYER).contains(setting);
  }

  /**
   * Takes what is in force anyway, and refuses all else.
   *
   * @param setting one that is {@link #takes taken}
   * @param request of which bucket
   */
  public Answer put(String setting, S3Request request) throws IOException {
    buckets.require(request.target().bucket());
    if (setting.equals(LOCK)) {
      throw new S3Exception(
          S3ErrorCode.INVALID_BUCKET_STATE,
          "Object Lock configuration cannot be enabled on existing buckets");
    }
    XmlNode root = XmlReader.read(request.document());
    switch (setting) {
      case OWNERSHIP -> requireOwnership(root.named("OwnershipControls"));
      case PAYER -> requirePayer(root.named("RequestPaymentConfiguration"));
      case LOGGING -> requireEmpty(root.named("BucketLoggingStatus"));
      default -> requireEmpty(root.named("NotificationConfiguration"));
    }
    return Answer.empty(Answer.OK);
  }

  /** Tells whether a setting may be taken from a bucket, which never has it. */
  public boolean clears(String setting) {
    return CLEARED.contains(setting);
  }

  /** Leaves a bucket without what it does not have. */
  public Answer clear(S3Request request) throws IOException {
    buckets.require(request.target().bucket());
    return Answer.empty(Answer.NO_CONTENT);
  }

  /** Refuses what only objects of buckets with locks have, and none has them here. */
  public Answer refuseLock(S3Request request) throws IOException {
    buckets.require(request.target().bucket());
    throw withoutLocks();
  }

  /** Says that a bucket has no locks. */
  public static S3Exception withoutLocks() {
    return new S3Exception(
        S3ErrorCode.INVALID_REQUEST, "Bucket is missing Object Lock Configuration");
  }

  private static void requirePayer(XmlNode root) throws S3Exception {
    switch (root.requireText("Payer").strip()) {
      case "BucketOwner" -> {
        // nobody pays for requests here, the owner least of all
      }
      case "Requester" ->
          throw new S3Exception(
              S3ErrorCode.NOT_IMPLEMENTED, "Nobody pays for requests to this server");
      default -> throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
  }

  private static void requireEmpty(XmlNode root) throws S3Exception {
    if (!root.children().isEmpty()) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
    }
  }

  private void requireOwnership(XmlNode root) throws S3Exception {
    String asked =
        root.first("Rule")
            .flatMap(rule -> rule.textOf("ObjectOwnership"))
            .filter(Ownership::isRule)
            .orElseThrow(() -> new S3Exception(S3ErrorCode.MALFORMED_XML));
    Ownership.require(asked, acls);
  }

  private static Told ownership(String rule) {
    return new Told.Document(
        "OwnershipControls", xml -> xml.start("Rule").text("ObjectOwnership", rule).end());
  }

  private static Told empty(String root) {
    return new Told.Document(root, xml -> xml);
  }
}
