package io.blocktier.gateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.ByteArrayOutputStream;

/**
 * Percent-encoding as signatures want it: every byte but letters, digits and {@code -._~}, in upper
 * case. What a client sent may differ in spelling, hence it is decoded and encoded again.
 */
enum UriEncoding {
  /** Slashes divide, a plus is a plus. */
  PATH('/'),
  /** Slashes are encoded, a plus is a space. */
  QUERY('~');

  private static final String HEX = "0123456789ABCDEF";

  private final char kept;

  /** A query keeps nothing but what is unreserved anyway. */
  UriEncoding(char kept) {
    this.kept = kept;
  }

  /** Returns what was sent in the one spelling that is signed: the same string if it has it. */
  String canonical(String sent) throws S3Exception {
    return isCanonical(sent) ? sent : encode(bytes(sent));
  }

  /** Returns what was meant. */
  String decode(String sent) throws S3Exception {
    return sent.indexOf('%') < 0 && sent.indexOf('+') < 0 ? sent : new String(bytes(sent), UTF_8);
  }

  private boolean isCanonical(String sent) {
    for (int i = 0; i < sent.length(); i++) {
      char c = sent.charAt(i);
      if (c == '%' ? !isNeededEscape(sent, i) : !isKept(c)) {
        return false;
      }
    }
    return true;
  }

  /** The digits of an escape are kept characters, so that a scan may go on right behind it. */
  private boolean isNeededEscape(String sent, int at) {
    if (at + 2 >= sent.length()) {
      return false;
    }
    int high = HEX.indexOf(sent.charAt(at + 1));
    int low = HEX.indexOf(sent.charAt(at + 2));
    return high >= 0 && low >= 0 && !isKept((char) ((high << 4) | low));
  }

  private boolean isKept(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~'
        || c == kept;
  }

  private String encode(byte[] bytes) {
    StringBuilder encoded = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      if (isKept(c)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
      }
    }
    return encoded.toString();
  }

  private byte[] bytes(String sent) throws S3Exception {
    byte[] encoded = sent.getBytes(UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        bytes.write((digit(encoded, i + 1) << 4) | digit(encoded, i + 2));
        i += 2;
      } else {
        bytes.write(this == QUERY && encoded[i] == '+' ? ' ' : encoded[i]);
      }
    }
    return bytes.toByteArray();
  }

  private static int digit(byte[] encoded, int at) throws S3Exception {
    int digit = at < encoded.length ? Character.digit(encoded[at], 16) : -1;
    if (digit < 0) {
      throw new S3Exception(S3ErrorCode.INVALID_URI, "The URI has an incomplete percent-escape");
    }
    return digit;
  }
}
