package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.bill.RequestScope;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A conditional write whose bytes stop half-way until another one under the same condition is
 * acknowledged. A store that judges the condition before it has the bytes accepts both, each time,
 * where a race meets that window by luck. A store that holds the key meanwhile is not waited for
 * longer than {@link #PATIENCE}.
 */
final class StraddlingWrite {

  /** More than what clients and servers keep in buffers before they look at it. */
  private static final int BYTES = 1 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);
  private static final String OVERTAKING = "overtaking";

  private final ProbeBench bench;
  private final CountDownLatch halfSent = new CountDownLatch(1);
  private final CountDownLatch overtaken = new CountDownLatch(1);
  private final AtomicInteger opened = new AtomicInteger();

  private StraddlingWrite(ProbeBench bench) {
    this.bench = bench;
  }

  /**
   * Makes the two writes.
   *
   * @param bench the store under test
   * @param key the block
   * @param condition holds now, and for one of the writes only
   * @param what names a write
   * @throws ProbeRefutation if both took effect, or the bytes of the one that did are not there
   * @throws BlockStoreException if the store refuses such writes altogether
   */
  static void check(ProbeBench bench, BlockKey key, WriteOptions condition, String what)
      throws BlockStoreException, ProbeRefutation {
    StraddlingWrite dryRun = new StraddlingWrite(bench);
    Content plain = dryRun.content(Integer.MAX_VALUE);
    bench.call(() -> bench.store().write(bench.key("straddled"), plain, WriteOptions.DEFAULT));
    int sending = dryRun.opened.get();
    new StraddlingWrite(bench).run(key, condition, what, sending);
  }

  /** Stores may read a source for its checksums before they send it. */
  private void run(BlockKey key, WriteOptions condition, String what, int sending)
      throws BlockStoreException, ProbeRefutation {
    Content slow = content(sending);
    Future<Boolean> straddling =
        bench
            .effects()
            .executor()
            .submit(RequestScope.carriedCall(() -> wins(key, slow, condition)));
    try {
      boolean ignored = within(halfSent);
      boolean overtook = wins(key, ProbeBench.content(OVERTAKING), condition);
      overtaken.countDown();
      judge(key, what, overtook, await(straddling));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(failure("interrupted during two writes"), e);
    } finally {
      overtaken.countDown();
      straddling.cancel(true);
    }
  }

  private void judge(BlockKey key, String what, boolean overtook, boolean straddled)
      throws BlockStoreException, ProbeRefutation {
    if (overtook && straddled) {
      throw ProbeRefutation.ofRace(
          what + " that another one had overtaken was accepted like that one");
    }
    if (overtook) {
      ProbeRefutation.unless(
          bench.read(key).equals(OVERTAKING), what + " was refused and stored none the less");
    }
  }

  /** A write that was not answered, or is to be made again, has not won. */
  private boolean wins(BlockKey key, Content content, WriteOptions condition)
      throws BlockStoreException {
    try {
      bench.once(() -> bench.store().write(key, content, condition));
      return true;
    } catch (PreconditionFailedException
        | StoreUnavailableException
        | OutcomeUnknownException lost) {
      return false;
    }
  }

  private boolean await(Future<Boolean> write) throws BlockStoreException, InterruptedException {
    try {
      return write.get(CALL_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BlockStoreException failed
          ? failed
          : new StoreUnavailableException(failure("one of two writes failed"), e.getCause());
    } catch (TimeoutException e) {
      throw new StoreUnavailableException(failure("a write did not end in " + CALL_TIMEOUT), e);
    }
  }

  private Content content(int sending) {
    return Content.source(BYTES, () -> new Halting(opened.incrementAndGet() == sending));
  }

  private static boolean within(CountDownLatch latch) throws InterruptedException {
    return latch.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
  }

  private Failure failure(String detail) {
    return Failure.of(bench.store(), Operation.PROBE, detail).remedy("probe again");
  }

  /** The bytes, of which the second half may have to wait. */
  private final class Halting extends InputStream {

    private final boolean halts;
    private int delivered;

    Halting(boolean halts) {
      this.halts = halts;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (halts && delivered >= BYTES / 2) {
        halt();
      }
      int count = Math.min(length, BYTES - delivered);
      Arrays.fill(target, offset, offset + count, (byte) 's');
      delivered += count;
      return count == 0 && length > 0 ? -1 : count;
    }

    private void halt() throws InterruptedIOException {
      halfSent.countDown();
      try {
        boolean ignored = within(overtaken);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }
  }
}
