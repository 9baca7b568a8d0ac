package io.blocktier.gateway.object;

import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;

/** Keys that customers send to have objects encrypted with. No object here is. */
public final class CustomerKeys {

  private static final String NAME = "server-side-encryption-customer-";

  private CustomerKeys() {}

  /**
   * Refuses a key for what is there already, and without one.
   *
   * @param head the request
   * @param start how the names of the headers begin
   */
  public static void refuse(RequestHead head, String start) throws S3Exception {
    String refused = start + NAME;
    for (String name : head.headerNames()) {
      if (name.startsWith(refused)) {
        throw new S3Exception(
            S3ErrorCode.INVALID_REQUEST,
            "The encryption parameters are not applicable to this object.");
      }
    }
  }
}
