package io.blocktier.gateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.gateway.AccessKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The signing keys of days, which cost four digests each and serve a whole day. Keeps those that
 * were used last. Thread-safe.
 */
final class SigningKeys {

  private static final int MAX_KEPT = 1024;

  private final Lock lock = new ReentrantLock();
  private final Map<Origin, SecretKey> kept = new UsedLast();
  private volatile @Nullable Found last;

  /** What was asked for last, which is mostly asked for next: without the lock. */
  private record Found(Origin origin, SecretKey signingKey) {}

  /** The secret is part of it, since it may change while the id stays. */
  private record Origin(AccessKey key, CredentialScope scope) {
    @Override
    public int hashCode() {
      return 31 * key.id().hashCode()
          + scope.hashCode(); // the rights are long, and tell none apart
    }
  }

  private static final class UsedLast extends LinkedHashMap<Origin, SecretKey> {
    private static final long serialVersionUID = 1L;

    UsedLast() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Origin, SecretKey> eldest) {
      return size() > MAX_KEPT;
    }
  }

  SecretKey of(AccessKey key, CredentialScope scope) {
    Origin origin = new Origin(key, scope);
    Found latest = last;
    if (latest != null && latest.origin.equals(origin)) {
      return latest.signingKey;
    }
    SecretKey known = find(origin);
    SecretKey found = known != null ? known : keep(origin, derive(key.secret(), scope));
    last = new Found(origin, found);
    return found;
  }

  static SecretKey derive(String secret, CredentialScope scope) {
    byte[] day = Hmac.sign(Hmac.key(("AWS4" + secret).getBytes(UTF_8)), scope.day());
    byte[] region = Hmac.sign(Hmac.key(day), scope.region());
    byte[] service = Hmac.sign(Hmac.key(region), scope.service());
    return Hmac.key(Hmac.sign(Hmac.key(service), CredentialScope.TERMINATOR));
  }

  private @Nullable SecretKey find(Origin origin) {
    lock.lock();
    try {
      return kept.get(origin);
    } finally {
      lock.unlock();
    }
  }

  private SecretKey keep(Origin origin, SecretKey derived) {
    lock.lock();
    try {
      kept.put(origin, derived);
      return derived;
    } finally {
      lock.unlock();
    }
  }
}
