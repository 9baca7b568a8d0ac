package io.blocktier.cli;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.WriteOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The process that the demo kills: writes the files of a directory through a cache, and says of
 * each block when it is acknowledged. It never ends by itself.
 */
@Command(name = DemoWriteCommand.NAME, hidden = true)
final class DemoWriteCommand implements Callable<Integer> {

  static final String NAME = "demo-write";

  private final Session session;

  @Mixin private DemoChild child = new DemoChild();

  DemoWriteCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    DemoScene scene = child.scene(session, 0);
    DemoSettings settings = scene.settings();
    DemoInventory inventory = scene.inventory(new DemoFindings());
    BlockStore store = session.stores().configuredStore().store();
    RangeBuffers buffers = new RangeBuffers(settings.jobs(), settings.blockSize());
    try (Workers workers = new Workers(session.effects().executor(), settings.jobs())) {
      for (DemoFile file : inventory.files()) {
        for (int i = 0; i < file.blocks(settings.blockSize()); i++) {
          int index = i;
          workers.submit(() -> write(store, file, index, settings.blockSize(), buffers));
        }
      }
      workers.await();
      awaitTheEnd();
    }
    return ExitCode.FAILED.status();
  }

  private void write(
      BlockStore store, DemoFile file, int index, int blockSize, RangeBuffers buffers) {
    try {
      buffers.lend(buffer -> {
        file.read(index, blockSize, buffer);
        long start = session.effects().ticker().nanos();
        var receipt = store.write(file.key(index), Content.of(buffer), WriteOptions.DEFAULT);
        acknowledged(file, index, session.effects().ticker().nanos() - start);
        return receipt;
      });
    } catch (BlockStoreException e) {
      session.errors().report(e);
    } catch (IOException unreadable) {
      // the process that reads it back says so
    }
  }

  /** A line is shorter than what a pipe takes at once, so that no kill cuts one. */
  private synchronized void acknowledged(DemoFile file, int index, long nanos) {
    session.out().line(nanos + "\t" + file.key(index));
    session.out().flush();
  }

  /** Whoever started this closes the pipe at the latest when it ends. */
  private void awaitTheEnd() throws IOException {
    session.console().in().transferTo(OutputStream.nullOutputStream());
  }
}
