package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.config.ConfigException;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentView;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.SegmentRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where records are read. */
final class RecordReading {

  @Option(
      names = "--sealed",
      description =
          "Only what is in segments: another process may have the log, and go on writing.")
  private boolean sealed;

  @Option(names = "--snapshot", paramLabel = "NAME", description = "What a snapshot sees.")
  private @Nullable String snapshot;

  /** Something that finds records. */
  interface Records {

    Optional<SegmentRecord> get(RecordKey key) throws BlockStoreException;

    RecordCursor scan(KeyRange range) throws BlockStoreException;
  }

  private record OfManager(SegmentManager manager) implements Records {

    @Override
    public Optional<SegmentRecord> get(RecordKey key) throws BlockStoreException {
      return manager.get(key);
    }

    @Override
    public RecordCursor scan(KeyRange range) throws BlockStoreException {
      return manager.scan(range);
    }
  }

  private record OfView(SegmentView view) implements Records {

    @Override
    public Optional<SegmentRecord> get(RecordKey key) throws BlockStoreException {
      return view.get(key);
    }

    @Override
    public RecordCursor scan(KeyRange range) throws BlockStoreException {
      return view.scan(range);
    }
  }

  /** Opens what is to be read; the session closes it. */
  Records open(Session session) throws ConfigException, BlockStoreException {
    if (snapshot != null) {
      return new OfView(session.stores().sealedSegments().segments().snapshot(snapshot));
    }
    return sealed
        ? new OfView(session.stores().sealedSegments().segments().newest())
        : new OfManager(session.stores().segments());
  }
}
