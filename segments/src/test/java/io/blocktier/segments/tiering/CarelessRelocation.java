package io.blocktier.segments.tiering;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import java.io.IOException;

/** A move that leaves out a step, or adds one that it must not make. */
final class CarelessRelocation extends Relocation {

  private final Mistake mistake;
  private final MoverParts parts;
  private final SegmentEntry entry;
  private final Tier tier;

  CarelessRelocation(Mistake mistake, MoverParts parts, SegmentEntry entry, Tier tier, Run run) {
    super(parts, entry, tier, run);
    this.mistake = mistake;
    this.parts = parts;
    this.entry = entry;
    this.tier = tier;
  }

  /** What goes wrong. */
  enum Mistake {
    NO_RESERVATION,
    NUMBER_OF_THE_SOURCE,
    NO_COPY,
    NO_VERIFICATION,
    DELETION_BEFORE_THE_COMMIT,
    DELETION_AFTER_THE_COMMIT
  }

  @Override
  ObjectRef reserve() throws ManifestException, BlockStoreException, InterruptedException {
    return switch (mistake) {
      case NO_RESERVATION -> parts.names().object(tier, parts.commits().current().nextId());
      case NUMBER_OF_THE_SOURCE -> parts.names().object(tier, entry.object().id());
      default -> super.reserve();
    };
  }

  @Override
  Route copy(SegmentCopy bytes) throws IOException {
    return mistake == Mistake.NO_COPY ? Route.SERVER_SIDE : super.copy(bytes);
  }

  @Override
  CopyCheck verify(SegmentCopy bytes) throws IOException {
    return mistake == Mistake.NO_VERIFICATION ? CopyCheck.BY_STORE : super.verify(bytes);
  }

  @Override
  Manifest commit(ObjectRef reserved)
      throws ManifestException, BlockStoreException, InterruptedException {
    if (mistake == Mistake.DELETION_BEFORE_THE_COMMIT) {
      deleteSource();
    }
    Manifest committed = super.commit(reserved);
    if (mistake == Mistake.DELETION_AFTER_THE_COMMIT) {
      deleteSource();
    }
    return committed;
  }

  private void deleteSource() throws BlockStoreException {
    Blocks.delete(parts.stores().of(entry.object().tier()), entry.object().key());
  }
}
