package io.blocktier.gateway.bucket;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.gateway.acl.Acl;

/** The lists of rights of buckets. Thread-safe. */
public final class BucketAcls {

  private static final String SETTING = "acl";

  private final BucketSettings settings;

  /** Keeps lists among the settings of buckets. */
  public BucketAcls(BucketSettings settings) {
    this.settings = settings;
  }

  /** Returns the list of a bucket: where it has none, all is its owner's. */
  public Acl of(Bucket bucket) throws BlockStoreException {
    return settings
        .find(bucket.name(), SETTING)
        .map(Acl::parse)
        .filter(acl -> acl.owner().equals(bucket.owner())) // not that of an earlier bucket
        .or(bucket::rights)
        .orElseGet(() -> Acl.ofOwner(bucket.owner()));
  }

  /** Changes the list of a bucket. */
  public void put(String bucket, Acl acl) throws BlockStoreException {
    settings.put(bucket, SETTING, acl.text());
  }
}
