package io.blocktier.blockstore.s3.wire;

import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Encodes what stands in URLs. Most of it needs no encoding, and is handed back as it is. */
public final class UrlEncoding {

  private UrlEncoding() {}

  /**
   * Encodes a name or value of a query.
   *
   * @param text what is meant
   * @return what is sent
   */
  static String of(String text) {
    return isPlain(text, false) ? text : SdkHttpUtils.urlEncode(text);
  }

  /**
   * Encodes a path.
   *
   * @param path what is meant; its slashes stay
   * @return what is sent
   */
  public static String ofPath(String path) {
    return isPlain(path, true) ? path : SdkHttpUtils.urlEncodeIgnoreSlashes(path);
  }

  private static boolean isPlain(String text, boolean slashes) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == '.'
              || c == '~'
              || (c == '/' && slashes);
      if (!plain) {
        return false;
      }
    }
    return true;
  }
}
