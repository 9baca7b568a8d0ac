package io.blocktier.blockstore.s3.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** The objects and uploads of one bucket. Guarded by itself. */
final class Bucket {

  static final Comparator<String> UTF8 =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private static final long RACE_WINDOW_NANOS = 2_000_000;

  private final Traits traits;
  private final NavigableMap<String, StoredObject> objects = new TreeMap<>(UTF8);
  private final Map<String, Upload> uploads = new HashMap<>();
  private final Set<String> locked = new HashSet<>();

  Bucket(Traits traits) {
    this.traits = traits;
  }

  NavigableMap<String, StoredObject> objects() {
    return objects;
  }

  Map<String, Upload> uploads() {
    return uploads;
  }

  synchronized void clear() {
    objects.clear();
    uploads.clear();
    locked.clear();
  }

  /** Lets nobody delete an object any more. */
  synchronized void lock(String key) {
    locked.add(key);
  }

  synchronized boolean isLocked(String key) {
    return locked.contains(key);
  }

  synchronized StoredObject get(String key) throws Refused {
    StoredObject object = objects.get(key);
    if (object == null) {
      throw new Refused(404, "NoSuchKey");
    }
    return object;
  }

  /** Judges the conditions and stores the object, in one step unless the server is flawed. */
  void put(Request request, StoredObject object) throws Refused {
    if (traits.has(Traits.Flaw.RACY_CONDITIONS)) {
      judge(request);
      LockSupport.parkNanos(RACE_WINDOW_NANOS);
      putLocked(request.key(), object);
      return;
    }
    synchronized (this) {
      if (!traits.has(Traits.Flaw.HASTY_CONDITIONS)) {
        judge(request);
      }
      objects.put(request.key(), object);
    }
  }

  /** Judges the condition and removes the object, in one step unless the server is flawed. */
  void delete(Request request) throws Refused {
    if (traits.has(Traits.Flaw.RACY_CONDITIONS)) {
      judgeDelete(request);
      LockSupport.parkNanos(RACE_WINDOW_NANOS);
      removeLocked(request.key());
      return;
    }
    synchronized (this) {
      judgeDelete(request);
      objects.remove(request.key());
    }
  }

  private synchronized void judgeDelete(Request request) throws Refused {
    Optional<String> match = request.header("if-match");
    refuseConditions(match.isPresent());
    StoredObject there = objects.get(request.key());
    if (match.isPresent() && !traits.has(Traits.Flaw.IGNORED_CONDITIONS)) {
      if (there == null) {
        throw new Refused(404, "NoSuchKey");
      }
      if (!matches(match.get(), there)) {
        throw new Refused(412, "PreconditionFailed");
      }
    }
    if (isLocked(request.key())) {
      throw new Refused(403, "AccessDenied");
    }
  }

  synchronized boolean matches(String condition, StoredObject object) {
    boolean quoted = condition.startsWith("\"");
    boolean understood = !quoted || !traits.has(Traits.Flaw.BARE_ETAGS);
    return understood && condition.replace("\"", "").equals(object.etag());
  }

  private synchronized void removeLocked(String key) {
    objects.remove(key);
  }

  private synchronized void putLocked(String key, StoredObject object) {
    objects.put(key, object);
  }

  synchronized void judge(Request request) throws Refused {
    Optional<String> match = request.header("if-match");
    boolean ifAbsent = request.header("if-none-match").isPresent();
    refuseConditions(match.isPresent() || ifAbsent);
    StoredObject there = objects.get(request.key());
    if (traits.has(Traits.Flaw.IGNORED_CONDITIONS)) {
      return;
    }
    if (ifAbsent && there != null) {
      throw new Refused(412, "PreconditionFailed");
    }
    if (match.isPresent() && there == null) {
      throw new Refused(404, "NoSuchKey");
    }
    if (match.isPresent() && !matches(match.get(), there)) {
      throw new Refused(412, "PreconditionFailed");
    }
  }

  private void refuseConditions(boolean any) throws Refused {
    if (any && traits.has(Traits.Flaw.NO_CONDITIONS)) {
      throw new Refused(501, "NotImplemented");
    }
  }
}
