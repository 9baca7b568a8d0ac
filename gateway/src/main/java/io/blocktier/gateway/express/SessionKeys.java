package io.blocktier.gateway.express;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.Grant;
import io.blocktier.gateway.Right;
import io.blocktier.gateway.auth.AccessKeys;
import io.blocktier.gateway.auth.Hmac;
import io.blocktier.gateway.auth.SessionToken;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;

/**
 * The keys of sessions. Nothing is kept of a session: its token says what it is for and is sealed
 * with a key that follows from its owner's secret, and so do its own key and secret. Every gateway
 * that knows the owner can verify it, also after a restart. Thread-safe.
 */
public final class SessionKeys implements AccessKeys {

  private static final String PURPOSE = "blocktier directory bucket session 1";
  private static final String ID_PREFIX = "BTSE";
  private static final int ID_BYTES = 10;
  private static final int NONCE_BYTES = 12;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final AccessKeys lasting;
  private final Map<String, AccessKey> owners;
  private final Effects effects;
  private final Duration lasts;

  /**
   * Issues sessions to owners of keys.
   *
   * @param keys those who may have sessions
   * @param effects the time, and randomness for sessions to differ
   * @param lasts how long a session lasts
   */
  public SessionKeys(Collection<AccessKey> keys, Effects effects, Duration lasts) {
    this.lasting = AccessKeys.of(keys);
    this.owners =
        keys.stream().collect(Collectors.toUnmodifiableMap(AccessKey::id, Function.identity()));
    this.effects = effects;
    this.lasts = lasts;
  }

  /** What a client gets. */
  record Session(AccessKey key, String token, Instant expires) {}

  /** Issues a session. */
  Session issue(AccessKey owner, String bucket, Right right) {
    byte[] nonce = new byte[NONCE_BYTES];
    effects.random().nextBytes(nonce);
    Instant expires = effects.clock().instant().plus(lasts);
    SessionText text =
        new SessionText(owner.id(), bucket, right, expires, BASE64.encodeToString(nonce));
    String encoded = text.encode();
    SecretKey sealing = sealing(owner);
    String token = encode(encoded) + "." + BASE64.encodeToString(Hmac.sign(sealing, encoded));
    return new Session(key(owner, text, sealing), token, expires);
  }

  @Override
  public Optional<AccessKey> find(String accessKeyId, SessionToken token) throws S3Exception {
    return token instanceof SessionToken.Express(String value)
        ? Optional.of(open(accessKeyId, value))
        : lasting.find(accessKeyId, token);
  }

  private AccessKey open(String accessKeyId, String token) throws S3Exception {
    int dot = token.indexOf('.');
    if (dot < 0) {
      throw invalid();
    }
    String encoded = new String(decode(token.substring(0, dot)), StandardCharsets.UTF_8);
    SessionText text = SessionText.decode(encoded);
    AccessKey owner = owners.get(text.owner());
    if (owner == null) {
      throw invalid();
    }
    SecretKey sealing = sealing(owner);
    AccessKey key = key(owner, text, sealing);
    boolean genuine =
        MessageDigest.isEqual(Hmac.sign(sealing, encoded), decode(token.substring(dot + 1)));
    if (!genuine || !key.id().equals(accessKeyId)) {
      throw invalid();
    }
    if (!effects.clock().instant().isBefore(text.expires())) {
      throw new S3Exception(S3ErrorCode.EXPIRED_TOKEN);
    }
    return key;
  }

  private static AccessKey key(AccessKey owner, SessionText text, SecretKey sealing) {
    byte[] id = Hmac.sign(sealing, "id " + text.encode());
    String name = ID_PREFIX + hex(id);
    String secret = BASE64.encodeToString(Hmac.sign(sealing, "secret " + text.encode()));
    return new AccessKey(name, secret, grants(owner, text), owner.account());
  }

  /** A session never has a right that its owner has not, or has no more. */
  private static List<Grant> grants(AccessKey owner, SessionText text) {
    if (text.bucket().isEmpty()) {
      return owner.grants().stream()
          .map(grant -> text.right().covers(grant.right()) ? grant : lowered(grant, text.right()))
          .toList();
    }
    return owner.may(text.right(), text.bucket())
        ? List.of(new Grant(text.bucket(), text.right()))
        : List.of();
  }

  private static Grant lowered(Grant grant, Right right) {
    return new Grant(grant.buckets(), right);
  }

  private static SecretKey sealing(AccessKey owner) {
    SecretKey secret = Hmac.key(owner.secret().getBytes(StandardCharsets.UTF_8));
    return Hmac.key(Hmac.sign(secret, PURPOSE));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes, 0, ID_BYTES);
  }

  private static String encode(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] decode(String text) throws S3Exception {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  static S3Exception invalid() {
    return new S3Exception(S3ErrorCode.INVALID_TOKEN);
  }
}
