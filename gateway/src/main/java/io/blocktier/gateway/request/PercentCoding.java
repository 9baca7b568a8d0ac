package io.blocktier.gateway.request;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Percent-encoding of RFC 3986 over UTF-8. */
public final class PercentCoding {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int ESCAPE_LENGTH = 3;
  private static final String UNRESERVED = "-_.~/";

  private PercentCoding() {}

  /** Decodes a path, where a plus sign is itself. */
  public static String decodePath(String text) throws S3Exception {
    return text.indexOf('%') < 0 && isAscii(text) ? text : decode(text, false);
  }

  /** Decodes a part of a query, where a plus sign is a space. */
  public static String decodeQuery(String text) throws S3Exception {
    boolean plain = text.indexOf('%') < 0 && text.indexOf('+') < 0 && isAscii(text);
    return plain ? text : decode(text, true);
  }

  /** Encodes all but letters, digits, {@code - _ . ~} and the slash. */
  public static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isUnreserved(c)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  /**
   * Encodes no more than what decoding would change: the percent sign and the plus sign, and what
   * XML cannot carry.
   */
  public static String encodeAmbiguous(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    text.chars()
        .forEach(c -> {
          if (c == '%' || c == '+' || (c < ' ' && c != '\t' && c != '\n')) {
            encoded.append('%').append(HEX.toHexDigits((byte) c));
          } else if (c >= '\uFFFE') {
            encoded.append(encode(Character.toString(c)));
          } else {
            encoded.append((char) c);
          }
        });
    return encoded.toString();
  }

  /** Returns how names are written in the answer to a query for a listing. */
  public static UnaryOperator<String> ofNames(Query query) throws S3Exception {
    Optional<String> encoding = query.get("encoding-type");
    if (encoding.isEmpty()) {
      return UnaryOperator.identity();
    }
    if (!encoding.get().equals("url")) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "Invalid Encoding Method specified in Request");
    }
    return PercentCoding::encode;
  }

  private static boolean isUnreserved(char c) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || UNRESERVED.indexOf(c) >= 0;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String decode(String text, boolean plusIsSpace) throws S3Exception {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        bytes.write(escaped(raw, i));
        i += ESCAPE_LENGTH - 1;
      } else {
        bytes.write(plusIsSpace && raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    return strictUtf8(bytes.toByteArray());
  }

  private static int escaped(byte[] raw, int at) throws S3Exception {
    boolean whole = at + ESCAPE_LENGTH <= raw.length;
    if (!whole || !HexFormat.isHexDigit(raw[at + 1]) || !HexFormat.isHexDigit(raw[at + 2])) {
      throw new S3Exception(S3ErrorCode.INVALID_URI);
    }
    return HexFormat.fromHexDigit(raw[at + 1]) << 4 | HexFormat.fromHexDigit(raw[at + 2]);
  }

  private static String strictUtf8(byte[] bytes) throws S3Exception {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new S3Exception(S3ErrorCode.INVALID_URI);
    }
  }
}
