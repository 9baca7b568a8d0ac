package io.blocktier.gateway;

import java.util.List;

/**
 * Somebody's key: its public name, its secret, and what may be done with it.
 *
 * @param id the access key id, which requests name
 * @param secret the secret access key, with which they are signed
 * @param grants the rights; none of them means no right at all
 */
public record AccessKey(String id, String secret, List<Grant> grants) {

  /** Checks the key, without quoting the secret. */
  public AccessKey {
    if (id.isBlank() || secret.isEmpty()) {
      throw new IllegalArgumentException("an access key needs an id and a secret; id: " + id);
    }
    grants = List.copyOf(grants);
  }

  /**
   * Returns whether the key suffices for a bucket.
   *
   * @param needed the right that is asked for
   * @param bucket the name of the bucket
   * @return true if some grant allows it
   */
  public boolean may(Right needed, String bucket) {
    return grants.stream().anyMatch(grant -> grant.allows(needed, bucket));
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return "AccessKey[id=" + id + ", grants=" + grants + "]";
  }
}
