package io.blocktier.blockstore.s3;

import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * The keys of a session with a directory bucket. Their token travels in a header of its own.
 *
 * @param accessKeyId the access key
 * @param secretAccessKey the secret
 * @param token what names the session
 * @param renewAt from when on another session is opened instead
 */
record SessionKeys(String accessKeyId, String secretAccessKey, String token, Instant renewAt)
    implements AwsCredentials {

  @Override
  public String toString() {
    return "SessionKeys[****]";
  }
}
