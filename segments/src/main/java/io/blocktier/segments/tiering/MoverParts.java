package io.blocktier.segments.tiering;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;

/** What all moves share. Thread-safe. */
record MoverParts(
    SegmentStores stores,
    SegmentNames names,
    ManifestCommits commits,
    MoveOptions options,
    Effects effects,
    Leftovers leftovers,
    FigureCounter figures) {}
