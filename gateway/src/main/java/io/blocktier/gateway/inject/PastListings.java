package io.blocktier.gateway.inject;

import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.gateway.fault.Fault;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.S3Request;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Answers of a while ago, the latest of them. Thread-safe. */
final class PastListings {

  private final Ticker ticker;
  private final Lock lock = new ReentrantLock();
  private final Map<String, Past> past = new Latest();

  PastListings(Ticker ticker) {
    this.ticker = ticker;
  }

  private record Past(Answer answer, long nanos) {}

  private static final class Latest extends LinkedHashMap<String, Past> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Past> eldest) {
      return size() > Fault.StaleListing.MAX_REMEMBERED;
    }
  }

  Answer answer(String operation, S3Request request, Duration lag, FaultInjector.Call call)
      throws IOException {
    String asked = operation + " " + request.target() + "?" + request.head().rawQuery();
    Past before = find(asked);
    if (before != null && ticker.nanos() - before.nanos < lag.toNanos()) {
      return copy(before.answer);
    }
    Answer now = call.answer(request);
    keep(asked, new Past(copy(now), ticker.nanos()));
    return now;
  }

  /** Headers are added to an answer on its way. */
  private static Answer copy(Answer answer) {
    Headers headers = new Headers();
    answer.headers().lines().forEach(line -> headers.add(line.getKey(), line.getValue()));
    return new Answer(answer.status(), headers, answer.body());
  }

  private @Nullable Past find(String asked) {
    lock.lock();
    try {
      return past.get(asked);
    } finally {
      lock.unlock();
    }
  }

  private void keep(String asked, Past answer) {
    lock.lock();
    try {
      past.put(asked, answer);
    } finally {
      lock.unlock();
    }
  }
}
