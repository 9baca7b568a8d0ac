package io.blocktier.gateway.payload;

import java.util.HexFormat;
import java.util.List;

/** The ETags of objects in general-purpose buckets: MD5 in hexadecimal, without quotation marks. */
public final class PartEtags {

  private PartEtags() {}

  /**
   * Computes the ETag of an object that was sent in parts.
   *
   * @param etags the parts' ETags in their order, each an MD5 in hexadecimal
   * @return the MD5 of their bytes, a hyphen, and how many they are
   */
  public static String combine(List<String> etags) {
    RunningChecksum md5 = ChecksumAlgorithm.MD5.start();
    for (String etag : etags) {
      byte[] bytes = HexFormat.of().parseHex(etag);
      md5.update(bytes, 0, bytes.length);
    }
    return HexFormat.of().formatHex(md5.finish()) + "-" + etags.size();
  }
}
