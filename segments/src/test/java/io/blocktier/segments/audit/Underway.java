package io.blocktier.segments.audit;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Requests that have left the process that made them, and have not reached their store. Some are
 * given up by whoever waits for them; those that are on their way when a process is cut off stay so
 * without it. Each lands once, at some time, in this life or in a later one, whatever has become of
 * its sender. For the threads of simulations.
 */
public final class Underway {

  private static final int PERCENT = 2;
  private static final int LONGEST_MILLIS = 3_000;

  private final SplittableRandom random;
  private final boolean heedsConditions;
  private final List<Request> requests = new ArrayList<>();
  private long landed;

  /**
   * Begins without requests.
   *
   * @param seed which requests are late, and how much
   */
  public Underway(long seed) {
    this(seed, true);
  }

  /**
   * Begins without requests.
   *
   * @param seed which requests are late, and how much
   * @param heedsConditions whether conditions are judged where a request lands late, as they have
   *     to be
   */
  public Underway(long seed, boolean heedsConditions) {
    this.random = new SplittableRandom(seed);
    this.heedsConditions = heedsConditions;
  }

  /** What a store does when it hears of it. */
  @FunctionalInterface
  private interface Request {
    void land() throws BlockStoreException;
  }

  /** Returns how many requests came late. */
  public long landed() {
    return landed;
  }

  /** Lets a life send requests to a store. */
  public BlockStore to(BlockStore store, Simulation simulation) {
    return new Way(store, simulation);
  }

  /** Lets what earlier lives have sent land in this one; what it is too short for, in a later. */
  public void goOn(Simulation simulation) {
    List.copyOf(requests).forEach(request -> follow(request, simulation));
  }

  /** Lets everything land at once that is on its way. */
  public void landAll() {
    List.copyOf(requests).forEach(this::land);
  }

  private void follow(Request request, Simulation simulation) {
    Duration way = Duration.ofMillis(random.nextInt(LONGEST_MILLIS));
    simulation
        .effects()
        .executor()
        .execute(() -> {
          try {
            simulation.sleeper().sleep(way);
            land(request);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private void land(Request request) {
    if (requests.remove(request)) {
      landed++;
      try {
        request.land();
      } catch (BlockStoreException refused) {
        // nobody waits for the reply
      }
    }
  }

  /** The way to a store. */
  private final class Way extends ForwardingBlockStore {

    private final Simulation simulation;

    Way(BlockStore inner, Simulation simulation) {
      super(inner);
      this.simulation = simulation;
    }

    private interface Call<T> {
      T make() throws BlockStoreException;
    }

    /** Between two steps, a request may be cut off from its sender, or be given up by it. */
    private <T> T send(Operation operation, Call<T> call, Request late) throws BlockStoreException {
      boolean arrived = false;
      try {
        simulation.step();
        arrived = true;
      } finally {
        if (!arrived && random.nextBoolean()) {
          requests.add(late);
        }
      }
      if (random.nextInt(100) < PERCENT) {
        requests.add(late);
        follow(late, simulation);
        throw new OutcomeUnknownException(
            Failure.of(this, operation, "it is still on its way").remedy("look again"));
      }
      return call.make();
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions options)
        throws BlockStoreException {
      byte[] bytes;
      try (InputStream in = content.open()) {
        bytes = in.readAllBytes();
      } catch (IOException unreadable) {
        return inner().write(key, content, options); // the store says what to call it
      }
      WriteOptions judged = heedsConditions ? options : options.with(Precondition.NONE);
      return send(
          Operation.WRITE,
          () -> inner().write(key, content, options),
          () -> {
            Receipt ignored = inner().write(key, Content.of(bytes), judged);
          });
    }

    @Override
    public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
        throws BlockStoreException {
      return send(
          Operation.COPY,
          () -> inner().copy(source, target, options),
          () -> {
            Receipt ignored = inner().copy(source, target, options);
          });
    }

    @Override
    public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
      send(
          Operation.DELETE,
          () -> {
            inner().delete(key, options);
            return key;
          },
          () -> inner().delete(key, options));
    }

    @Override
    public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
      List<BlockKey> all = List.copyOf(keys);
      return send(
          Operation.DELETE_ALL,
          () -> inner().deleteAll(all),
          () -> {
            DeleteReport ignored = inner().deleteAll(all);
          });
    }
  }
}
