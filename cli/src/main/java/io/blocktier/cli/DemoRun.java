package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.LatencyHistogram;
import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.cache.WriteBackBlockStore;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tour through one store: every file is written as blocks, read back and compared, listed,
 * deleted. For one thread, which the work of each phase is done for by others.
 */
final class DemoRun {

  private final Session session;
  private final BlockStore store;
  private final KeyPrefix prefix;
  private final DemoInventory inventory;
  private final DemoFindings findings;
  private final DemoSettings settings;
  private final RangeBuffers buffers;

  DemoRun(
      Session session,
      BlockStore store,
      KeyPrefix prefix,
      DemoInventory inventory,
      DemoFindings findings,
      DemoSettings settings) {
    this.session = session;
    this.store = store;
    this.prefix = prefix;
    this.inventory = inventory;
    this.findings = findings;
    this.settings = settings;
    this.buffers = new RangeBuffers(2 * settings.jobs(), settings.blockSize());
  }

  /** Work with one block of a file; {@code latency} takes how long the store had it. */
  @FunctionalInterface
  private interface BlockWork {
    void run(DemoFile file, int index, LatencyHistogram latency) throws IOException;
  }

  /** Writes the files as blocks, but for those that are there already. */
  DemoPhase write(Predicate<BlockKey> missing) throws BlockStoreException, InterruptedException {
    String note = "acknowledged: " + DurabilityText.of(store.capabilities().durability());
    return forEachBlock(
        "write",
        note,
        (file, index, latency) -> {
          if (missing.test(file.key(index))) {
            writeBlock(file, index, latency);
          }
        });
  }

  /** Waits until the store beneath the cache has every block. */
  DemoPhase flush(WriteBackBlockStore cache) throws BlockStoreException {
    long start = ticker().nanos();
    LatencyHistogram latency = new LatencyHistogram();
    cache.flush(prefix);
    long nanos = ticker().nanos() - start;
    latency.record(nanos);
    long blocks = inventory.blocks(settings.blockSize());
    return DemoPhase.of(
        "flush",
        DemoPhase.BLOCKS,
        blocks,
        0,
        nanos,
        latency,
        "the store beneath the cache has all");
  }

  /** Reads every block back and compares it with the file. */
  DemoPhase read() throws BlockStoreException, InterruptedException {
    return forEachBlock("read", "compared with the files byte by byte", this::readBlock);
  }

  /** Lists the blocks and compares their number and sizes with what was written. */
  DemoPhase list() throws BlockStoreException {
    long start = ticker().nanos();
    LatencyHistogram latency = new LatencyHistogram();
    Listed listed = listed(latency);
    long blocks = inventory.blocks(settings.blockSize());
    if (findings.count() == 0
        && (listed.blocks() != blocks || listed.bytes() != inventory.bytes())) {
      String detail =
          String.format(
              Locale.ROOT,
              "%s with %s bytes, %s with %s bytes were written",
              Units.blocks(listed.blocks()),
              Units.count(listed.bytes()),
              Units.blocks(blocks),
              Units.count(inventory.bytes()));
      findings.storeFailed("the listing", detail);
    }
    return DemoPhase.of(
        "list",
        DemoPhase.BLOCKS,
        listed.blocks(),
        0,
        ticker().nanos() - start,
        latency,
        "number and sizes compared");
  }

  /** Waits until the store beneath the cache knows of the deletions, too. */
  void settle(WriteBackBlockStore cache) throws BlockStoreException {
    cache.flush(prefix);
  }

  /** Deletes the blocks and looks whether they are gone. */
  DemoPhase delete() throws BlockStoreException {
    long start = ticker().nanos();
    LatencyHistogram latency = new LatencyHistogram();
    long deleted = store.deleteByPrefix(prefix).orThrow();
    latency.record(ticker().nanos() - start);
    long nanos = ticker().nanos() - start;
    long left = listed(new LatencyHistogram()).blocks();
    if (left > 0) {
      findings.storeFailed("after the deletion", Units.blocks(left) + " are left");
    }
    return DemoPhase.of(
        "delete", DemoPhase.BLOCKS, deleted, 0, nanos, latency, "listed again: nothing is left");
  }

  private DemoPhase forEachBlock(String name, String note, BlockWork work)
      throws BlockStoreException, InterruptedException {
    Progress progress = session.progress(name);
    progress.expect(inventory.bytes());
    progress.expectNoMore();
    Phase phase = new Phase(work, progress);
    try (Workers workers = new Workers(session.effects().executor(), settings.jobs())) {
      for (DemoFile file : inventory.files()) {
        phase.submit(file, workers);
      }
      workers.await();
    }
    session.errors().clearProgress();
    phase.rethrow();
    return DemoPhase.of(
        name,
        DemoPhase.BLOCKS,
        phase.blocks.get(),
        phase.bytes.get(),
        progress.nanos(),
        phase.latency,
        note);
  }

  private void writeBlock(DemoFile file, int index, LatencyHistogram latency) throws IOException {
    buffers.lend(buffer -> {
      file.read(index, settings.blockSize(), buffer);
      long start = ticker().nanos();
      var receipt = store.write(file.key(index), Content.of(buffer), WriteOptions.DEFAULT);
      latency.record(ticker().nanos() - start);
      return receipt;
    });
  }

  private void readBlock(DemoFile file, int index, LatencyHistogram latency) throws IOException {
    buffers.lend(stored -> {
      long start = ticker().nanos();
      BlockRead read = store.read(file.key(index), ByteRange.ALL, stored);
      latency.record(ticker().nanos() - start);
      stored.flip();
      return buffers.lend(original -> {
        file.read(index, settings.blockSize(), original);
        compare(file, index, stored.mismatch(original));
        return read;
      });
    });
  }

  private void compare(DemoFile file, int index, int mismatch) throws IOException {
    if (mismatch < 0) {
      findings.equal(file.length(index, settings.blockSize()));
    } else if (file.changed()) {
      throw new DemoFile.ChangedFileException();
    } else {
      findings.storeFailed(
          file.path(), file.key(index), "differs from the file at byte " + mismatch);
    }
  }

  private Listed listed(LatencyHistogram latency) throws BlockStoreException {
    long blocks = 0;
    long bytes = 0;
    try (BlockListing listing = store.list(ListOptions.under(prefix))) {
      List<ListEntry> page = timedPage(listing, latency);
      while (!page.isEmpty()) {
        blocks += page.size();
        bytes += page.stream().mapToLong(DemoRun::size).sum();
        page = timedPage(listing, latency);
      }
    }
    return new Listed(blocks, bytes);
  }

  private List<ListEntry> timedPage(BlockListing listing, LatencyHistogram latency)
      throws BlockStoreException {
    long start = ticker().nanos();
    List<ListEntry> page = listing.nextPage();
    latency.record(ticker().nanos() - start);
    return page;
  }

  private static long size(ListEntry entry) {
    return entry instanceof ListEntry.Block(BlockStat stat) ? stat.size() : 0;
  }

  private Ticker ticker() {
    return session.effects().ticker();
  }

  private record Listed(long blocks, long bytes) {}

  /** The blocks of one phase. A store that cannot serve ends it; a file that is gone does not. */
  private final class Phase {

    private final BlockWork work;
    private final Progress progress;
    private final LatencyHistogram latency = new LatencyHistogram();
    private final AtomicLong blocks = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<@Nullable BlockStoreException> end = new AtomicReference<>();

    Phase(BlockWork work, Progress progress) {
      this.work = work;
      this.progress = progress;
    }

    void submit(DemoFile file, Workers workers) throws InterruptedException {
      for (int i = 0; i < file.blocks(settings.blockSize()) && end.get() == null; i++) {
        int index = i;
        workers.submit(() -> run(file, index));
      }
    }

    void rethrow() throws BlockStoreException {
      BlockStoreException e = end.get();
      if (e != null) {
        throw e;
      }
    }

    private void run(DemoFile file, int index) {
      if (!findings.concern(file.path())) {
        tryRun(file, index);
      }
    }

    private void tryRun(DemoFile file, int index) {
      BlockKey key = file.key(index);
      try {
        work.run(file, index, latency);
        blocks.incrementAndGet();
        bytes.addAndGet(file.length(index, settings.blockSize()));
        progress.addBytes(file.length(index, settings.blockSize()));
      } catch (BlockNotFoundException e) {
        findings.storeFailed(file.path(), key, "was acknowledged and is not there");
      } catch (CorruptBlockException e) {
        findings.storeFailed(file.path(), key, e.failure().detail());
      } catch (BlockStoreException e) {
        end.compareAndSet(null, e);
      } catch (IOException e) {
        findings.unreadable(file.path(), e);
      }
    }
  }
}
