package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the end of a log, closes it there for whoever wrote it, and begins the next block.
 *
 * <p>The newest block is sealed in a majority of the stores, so that its writer can have no more
 * quorum. Whatever any of them has of it is settled in a majority before the next block names its
 * end. Of several who open at once, one gets a majority of stores to begin the next block.
 */
final class Opening {

  private static final int MOST_ATTEMPTS = 8;

  private final List<BlockStore> stores;
  private final LogContext context;
  private final int majority;
  private final Sealing sealing;
  private final long writer;

  Opening(List<BlockStore> stores, LogContext context) {
    this.stores = stores;
    this.context = context;
    this.majority = Replicas.majority(stores.size());
    this.writer = context.effects().random().nextLong();
    this.sealing = new Sealing(context, writer);
  }

  /**
   * What a store has of the log.
   *
   * @param member whether it has everything that it ever acknowledged
   * @param newest the highest number of a block, 0 if it has none
   */
  private record Survey(boolean member, long newest) {}

  /** The last block that a writer led, and all bytes of it that may have been acknowledged. */
  private record Last(long number, BlockImage image) {}

  AppendLog run() throws AppendLogException {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt();
      } catch (AppendLogException.Fenced contended) {
        if (attempt == MOST_ATTEMPTS || !stepAside(attempt)) {
          throw contended;
        }
      }
    }
  }

  private boolean stepAside(int attempt) {
    long millis = 1 + context.options().retryPause().toMillis() * attempt;
    long some = Math.floorMod(context.effects().random().nextLong(), millis);
    try {
      context.effects().sleeper().sleep(Duration.ofMillis(some));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private AppendLog attempt() throws AppendLogException {
    Map<BlockStore, Survey> surveys =
        Gather.from(stores, majority, context, sealing.retrying(this::survey));
    long newest = surveys.values().stream().mapToLong(Survey::newest).max().orElse(0);
    Collection<BlockStore> members = members(surveys, newest);
    Optional<Last> last = last(members, newest);
    if (last.isPresent()) {
      settle(members, last.get());
    }
    return begin(newest + 1, header(last));
  }

  private Survey survey(BlockStore store) throws BlockStoreException {
    boolean member = false;
    long newest = 0;
    String prefix = context.options().prefix().value();
    try (BlockListing listing = store.list(ListOptions.under(context.options().prefix()))) {
      for (List<ListEntry> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
        for (ListEntry entry : page) {
          String name = entry.name().substring(prefix.length());
          member |= entry.name().equals(context.options().member().value());
          newest = Math.max(newest, number(name));
        }
      }
    }
    return new Survey(member, newest);
  }

  private static long number(String name) {
    return name.matches("[0-7][0-9a-f]{15}") ? Long.parseLong(name, 16) : 0;
  }

  /** A store that has lost its blocks has no vote: it would swear that there was nothing. */
  private Collection<BlockStore> members(Map<BlockStore, Survey> surveys, long newest)
      throws AppendLogException {
    if (newest == 0 && surveys.size() == stores.size()) {
      Gather.Question<Boolean> mark =
          store -> {
            Healing.mark(store, context);
            return true;
          };
      return Gather.from(stores, stores.size(), context, sealing.retrying(mark)).keySet();
    }
    List<BlockStore> members =
        surveys.entrySet().stream()
            .filter(survey -> survey.getValue().member())
            .map(Map.Entry::getKey)
            .toList();
    if (members.size() < majority) {
      throw new AppendLogException.Unavailable(
          members.size() + " of " + majority + " stores have what they acknowledged", null);
    }
    return members;
  }

  /**
   * Blocks without anything behind their header say nothing: of several writers who tried to begin
   * one, each may have had a store or two. The block before does.
   */
  private Optional<Last> last(Collection<BlockStore> members, long newest)
      throws AppendLogException {
    for (long number = newest; number > 0; number--) {
      long sealed = number;
      Collection<LogContext.Stored> found =
          Gather.from(members, majority, context, store -> sealing.seal(store, sealed)).values();
      Optional<BlockImage> longest =
          found.stream()
              .map(LogContext.Stored::image)
              .filter(BlockImage::led)
              .max(Comparator.comparingInt(BlockImage::end));
      if (longest.isPresent()) {
        return Optional.of(new Last(number, longest.get()));
      }
    }
    return Optional.empty();
  }

  private void settle(Collection<BlockStore> members, Last last) throws AppendLogException {
    Gather.from(
        members, majority, context, store -> sealing.settle(store, last.number(), last.image()));
  }

  private BlockHeader header(Optional<Last> last) {
    if (last.isEmpty()) {
      return new BlockHeader(writer, 0, 0, 0, 0);
    }
    BlockImage image = last.get().image();
    BlockHeader header = image.header().orElseThrow();
    long next = header.firstIndex() + image.records().size();
    return new BlockHeader(writer, last.get().number(), header.writer(), image.end(), next);
  }

  private AppendLog begin(long number, BlockHeader header) throws AppendLogException {
    Replicas replicas = new Replicas(stores, context);
    OpenBlock block = new OpenBlock(number, header, context.frames());
    replicas.commit(block);
    ByteBuffer nothing = ByteBuffer.allocate(0);
    block.add(context.frames().one(FrameType.OPENED, number, block.length(), nothing));
    replicas.commit(block);
    return new AppendLog(context, stores, replicas, block);
  }
}
