package io.blocktier.gateway;

import java.util.List;

/**
 * Somebody's key: its public name, its secret, and what may be done with it.
 *
 * @param id the access key id, which requests name
 * @param secret the secret access key, with which they are signed
 * @param grants the rights; none of them means no right at all
 * @param account whose the key is, and the buckets that are created with it; keys have their rights
 *     in buckets of other accounts only as far as lists of rights give them
 */
public record AccessKey(String id, String secret, List<Grant> grants, String account) {

  /** The account of keys and buckets that are said to be nobody else's. */
  public static final String DEFAULT_ACCOUNT = "blocktier";

  /** Checks the key, without quoting the secret. */
  public AccessKey {
    if (id.isBlank() || secret.isEmpty()) {
      throw new IllegalArgumentException("an access key needs an id and a secret; id: " + id);
    }
    if (account.isBlank()) {
      throw new IllegalArgumentException("an account needs a name; access key: " + id);
    }
    grants = List.copyOf(grants);
  }

  /**
   * Makes a key of the account that is there anyway.
   *
   * @param id the access key id
   * @param secret the secret access key
   * @param grants the rights
   */
  public AccessKey(String id, String secret, List<Grant> grants) {
    this(id, secret, grants, DEFAULT_ACCOUNT);
  }

  /**
   * Returns whether the key suffices for a bucket.
   *
   * @param needed the right that is asked for
   * @param bucket the name of the bucket
   * @return true if some grant allows it
   */
  public boolean may(Right needed, String bucket) {
    for (Grant grant : grants) {
      if (grant.allows(needed, bucket)) {
        return true;
      }
    }
    return false;
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return "AccessKey[id=" + id + ", account=" + account + ", grants=" + grants + "]";
  }
}
