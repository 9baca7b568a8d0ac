package io.blocktier.blockstore.s3.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests by Signature Version 4. The key of a day and the text of a second are made once:
 * what is left of a signature is three digests of less than 1 KiB. Thread-safe.
 */
public final class Signer {

  /** What the signature says of a body that it does not cover. */
  public static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  /** What it says of a body that is not there. */
  public static final String EMPTY = hex(Hmac.sha256().digest());

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String CONTENT_SHA256 = "x-amz-content-sha256";
  private static final String DATE = "x-amz-date";
  private static final String AUTHORIZATION = "authorization";

  /** What proxies may change. */
  private static final Set<String> NOT_SIGNED =
      Set.of("connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id");

  private final String region;
  private final InstantSource clock;
  private volatile @Nullable Second second;
  private volatile @Nullable DayKey dayKey;

  /**
   * Makes a signer.
   *
   * @param region the region that signatures name
   * @param clock the time of day
   */
  public Signer(String region, InstantSource clock) {
    this.region = region;
    this.clock = clock;
  }

  /**
   * Who signs, for which service.
   *
   * @param id the access key
   * @param secret its secret
   * @param service such as {@code s3}
   */
  public record Identity(String id, String secret, String service) {
    @Override
    public String toString() {
      return "Identity[****]";
    }
  }

  /**
   * Starts the digest of a body.
   *
   * @return a SHA-256 of nothing yet
   */
  public static MessageDigest sha256() {
    return Hmac.sha256();
  }

  /** A moment, as signatures write it. */
  private record Second(long epochSecond, String text, String day) {}

  /** What signs all requests of a day. */
  private record DayKey(Identity identity, String day, String scope, Hmac hmac) {
    boolean fits(Identity other, String today) {
      return day.equals(today) && identity.equals(other);
    }

    @Override
    public String toString() {
      return "DayKey[****]";
    }
  }

  /**
   * Signs a request, which must not be changed any more.
   *
   * @param request the request with all its headers
   * @param identity who signs
   * @param payloadHash the SHA-256 of the body in small hexadecimal digits, or {@link #UNSIGNED}
   */
  public void sign(ObjectRequest request, Identity identity, String payloadHash) {
    Second now = now();
    DayKey key = key(identity, now.day());
    request.putHeader(CONTENT_SHA256, payloadHash).putHeader(DATE, now.text());
    String names = signedNames(request);
    String digest = hex(Hmac.sha256().digest(canonical(request, names, payloadHash)));
    String toSign = ALGORITHM + '\n' + now.text() + '\n' + key.scope() + '\n' + digest;
    String signature = hex(key.hmac().of(toSign));
    request.putHeader(
        AUTHORIZATION,
        ALGORITHM
            + " Credential="
            + identity.id()
            + '/'
            + key.scope()
            + ", SignedHeaders="
            + names
            + ", Signature="
            + signature);
  }

  private static byte[] canonical(ObjectRequest request, String names, String payloadHash) {
    StringBuilder text = new StringBuilder(1024);
    text.append(request.verb()).append('\n');
    text.append(request.path()).append('\n');
    text.append(request.query()).append('\n');
    request.forEachHeader((name, value) -> {
      if (!NOT_SIGNED.contains(name)) {
        text.append(name).append(':');
        appendTrimmed(text, value);
        text.append('\n');
      }
    });
    text.append('\n').append(names).append('\n').append(payloadHash);
    return text.toString().getBytes(UTF_8);
  }

  private static String signedNames(ObjectRequest request) {
    StringBuilder names = new StringBuilder(192);
    request.forEachHeader((name, _) -> {
      if (!NOT_SIGNED.contains(name)) {
        names.append(names.isEmpty() ? "" : ";").append(name);
      }
    });
    return names.toString();
  }

  /** Of white space, one space is left between words, and none around them. */
  private static void appendTrimmed(StringBuilder text, String value) {
    int start = text.length();
    boolean space = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (isSpace(c)) {
        space = true;
      } else {
        text.append(space && text.length() > start ? " " : "").append(c);
        space = false;
      }
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private Second now() {
    Instant instant = clock.instant();
    Second last = second;
    if (last != null && last.epochSecond() == instant.getEpochSecond()) {
      return last;
    }
    Second next = written(instant);
    second = next;
    return next;
  }

  private static Second written(Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(16);
    int year = time.getYear();
    append(append(text, year / 100), year % 100);
    append(append(text, time.getMonthValue()), time.getDayOfMonth());
    String day = text.toString();
    append(append(text.append('T'), time.getHour()), time.getMinute());
    append(text, time.getSecond()).append('Z');
    return new Second(instant.getEpochSecond(), text.toString(), day);
  }

  private static StringBuilder append(StringBuilder text, int twoDigits) {
    return text.append((char) ('0' + twoDigits / 10)).append((char) ('0' + twoDigits % 10));
  }

  private DayKey key(Identity identity, String day) {
    DayKey last = dayKey;
    if (last != null && last.fits(identity, day)) {
      return last;
    }
    DayKey next = derived(identity, day);
    dayKey = next;
    return next;
  }

  private DayKey derived(Identity identity, String day) {
    byte[] key = ("AWS4" + identity.secret()).getBytes(UTF_8);
    for (String part : new String[] {day, region, identity.service(), "aws4_request"}) {
      key = new Hmac(key).of(part);
    }
    String scope = day + '/' + region + '/' + identity.service() + "/aws4_request";
    return new DayKey(identity, day, scope, new Hmac(key));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
