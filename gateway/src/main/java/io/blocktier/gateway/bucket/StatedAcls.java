package io.blocktier.gateway.bucket;

import io.blocktier.gateway.acl.Accounts;
import io.blocktier.gateway.acl.Acl;
import io.blocktier.gateway.acl.AclDocument;
import io.blocktier.gateway.acl.AclHeaders;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlReader;
import java.io.IOException;
import java.util.Optional;

/**
 * What requests state of rights. Where lists are not in force, only what holds anyway may be
 * stated, as in buckets of S3 whose owner's ownership is enforced. Thread-safe.
 */
public final class StatedAcls {

  private final boolean inForce;
  private final Accounts accounts;
  private final PublicAccessBlocks blocks;

  /**
   * Reads lists.
   *
   * @param inForce whether they give rights
   * @param accounts to whom
   * @param blocks keeps buckets from being public
   */
  public StatedAcls(boolean inForce, Accounts accounts, PublicAccessBlocks blocks) {
    this.inForce = inForce;
    this.accounts = accounts;
    this.blocks = blocks;
  }

  /** Tells whether lists give rights. */
  public boolean areInForce() {
    return inForce;
  }

  /**
   * Returns the rights of an object that a request makes; empty where all are the bucket's owner's.
   */
  public Optional<Acl> ofNewObject(S3Request request, Bucket bucket) throws IOException {
    if (!inForce) {
      AclRule.check(request.head());
      return Optional.empty();
    }
    String writer = request.account().orElse(bucket.owner());
    Acl acl =
        AclHeaders.read(request.head(), writer, bucket.owner(), accounts)
            .orElseGet(() -> Acl.ofOwner(writer));
    blocks.requireMayBeSet(acl, bucket);
    return kept(acl, bucket);
  }

  /** Returns the rights of a bucket that a request makes; empty where all are its owner's. */
  public Optional<Acl> ofNewBucket(S3Request request, String owner) throws S3Exception {
    if (inForce) {
      return AclHeaders.read(request.head(), owner, owner, accounts);
    }
    AclRule.checkNewBucket(request.head());
    return Optional.empty();
  }

  /**
   * Returns the list that a request puts in the place of another.
   *
   * @param owner whose the bucket or the object is
   */
  public Acl ofChange(S3Request request, String owner, Bucket bucket) throws IOException {
    byte[] document = request.document();
    boolean inHeaders = AclHeaders.areIn(request.head());
    if (!inForce) {
      AclRule.check(request.head());
      if (document.length > 0 || !inHeaders) {
        AclRule.check(XmlReader.read(document), owner);
      }
      return Acl.ofOwner(owner);
    }
    Acl acl =
        document.length > 0 || !inHeaders
            ? AclDocument.read(XmlReader.read(document), owner, accounts)
            : AclHeaders.read(request.head(), owner, bucket.owner(), accounts)
                .orElseGet(() -> Acl.ofOwner(owner));
    blocks.requireMayBeSet(acl, bucket);
    return acl;
  }

  /** Returns what is kept of an object's list: nothing where all is the bucket's owner's. */
  public static Optional<Acl> kept(Acl acl, Bucket bucket) {
    return Optional.of(acl).filter(list -> !list.equals(Acl.ofOwner(bucket.owner())));
  }
}
