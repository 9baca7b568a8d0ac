package io.blocktier.gateway.express;

import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.DirectoryOptions;
import io.blocktier.gateway.Right;
import io.blocktier.gateway.auth.Caller;
import io.blocktier.gateway.auth.SessionToken;
import io.blocktier.gateway.bucket.DirectoryNames;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Begins sessions with directory buckets. Thread-safe. */
public final class Sessions {

  private static final String MODE = "x-amz-create-session-mode";

  private final SessionKeys keys;
  private final DirectoryOptions options;

  /** Begins sessions of these keys. */
  public Sessions(SessionKeys keys, DirectoryOptions options) {
    this.keys = keys;
    this.options = options;
  }

  /**
   * CreateSession. The bucket need not be there: before they create one at an endpoint of their
   * own, the SDKs begin a session with it.
   */
  public Answer create(S3Request request) throws IOException {
    String bucket = request.target().bucket();
    if (bucket.isEmpty() ? !options.unboundSessions() : isNowhere(bucket)) {
      throw new S3Exception(
          S3ErrorCode.NO_SUCH_BUCKET, "A session is for a directory bucket of a zone that is here");
    }
    AccessKey owner = owner(request);
    SessionKeys.Session session = keys.issue(owner, bucket, right(request, owner));
    XmlWriter xml = XmlWriter.of("CreateSessionResult").start("Credentials");
    xml.text("SessionToken", session.token()).text("SecretAccessKey", session.key().secret());
    xml.text("AccessKeyId", session.key().id());
    xml.text("Expiration", session.expires().truncatedTo(ChronoUnit.SECONDS).toString());
    return Answer.xml(xml.end().finish());
  }

  private boolean isNowhere(String bucket) {
    return DirectoryNames.zone(bucket).flatMap(options::zone).isEmpty();
  }

  /** Only a key that lasts has sessions, so that none outlasts its time by beginning another. */
  private static AccessKey owner(S3Request request) throws S3Exception {
    boolean lasting = request.sender().token() instanceof SessionToken.None;
    if (lasting && request.sender().caller() instanceof Caller.KeyHolder holder) {
      return holder.key();
    }
    throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
  }

  /** Without a mode the session may do what its owner may. */
  private static Right right(S3Request request, AccessKey owner) throws S3Exception {
    Optional<String> mode = request.header(MODE);
    Right right =
        switch (mode.orElse("")) {
          case "" -> may(owner, Right.READ_WRITE, request) ? Right.READ_WRITE : Right.READ_ONLY;
          case "ReadWrite" -> Right.READ_WRITE;
          case "ReadOnly" -> Right.READ_ONLY;
          default ->
              throw new S3Exception(
                  S3ErrorCode.INVALID_ARGUMENT, "Unknown session mode: " + mode.orElse(""));
        };
    if (!may(owner, right, request)) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
    }
    return right;
  }

  /** A session that is bound to no bucket is judged at each bucket. */
  private static boolean may(AccessKey owner, Right right, S3Request request) {
    String bucket = request.target().bucket();
    return bucket.isEmpty() || owner.may(right, bucket);
  }
}
