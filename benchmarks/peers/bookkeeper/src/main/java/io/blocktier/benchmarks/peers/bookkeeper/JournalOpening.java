package io.blocktier.benchmarks.peers.bookkeeper;

import io.blocktier.benchmarks.writes.BlockWriter;
import io.blocktier.benchmarks.writes.WriteCell;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.bookkeeper.bookie.Journal;
import org.apache.bookkeeper.bookie.LedgerDirsManager;
import org.apache.bookkeeper.conf.ServerConfiguration;
import org.apache.bookkeeper.stats.NullStatsLogger;
import org.apache.bookkeeper.util.DiskChecker;

/** Opens the journal of BookKeeper. */
public final class JournalOpening implements BlockWriter.Opening {

  /** Found as a service. */
  public JournalOpening() {}

  @Override
  public BlockWriter open(WriteCell cell) throws IOException {
    File journals = directory(cell.directory().resolve("journal"));
    File ledgers = directory(cell.directory().resolve("ledgers")); // for the mark of the journal
    ServerConfiguration configuration = new ServerConfiguration();
    configuration.setJournalDirsName(new String[] {journals.getPath()});
    configuration.setLedgerDirNames(new String[] {ledgers.getPath()});
    configuration.setJournalSyncData(true);
    DiskChecker checker =
        new DiskChecker(
            configuration.getDiskUsageThreshold(), configuration.getDiskUsageWarnThreshold());
    LedgerDirsManager marks = new LedgerDirsManager(configuration, new File[] {ledgers}, checker);
    Journal journal =
        new Journal(
            0,
            journals,
            configuration,
            marks,
            NullStatsLogger.INSTANCE,
            PooledByteBufAllocator.DEFAULT);
    journal.start();
    return new JournalWriter(journal, cell);
  }

  private static File directory(Path path) throws IOException {
    return Files.createDirectories(path).toFile();
  }
}
