package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;
import java.util.ArrayList;
import java.util.List;

/** Makes proofs of the records of one segment. Thread-safe. */
final class Proofs {

  private final Frames frames;

  Proofs(Frames frames) {
    this.frames = frames;
  }

  /** Returns the proof of an entry: one request for a short value, none for a long one. */
  RecordProof of(RecordEntry entry) throws BlockStoreException {
    List<RecordProof.Step> steps = new ArrayList<>();
    Workspace work = new Workspace();
    try {
      int slices = frames.span(entry.valueBytes());
      if (slices == 1) {
        steps.add(shortStep(entry, work));
      } else {
        for (int slice = 0; slice < slices; slice++) {
          int frame = entry.frame() + slice;
          steps.add(new RecordProof.Step(frame, 0, 1, List.of(), above(frame, work.sha)));
        }
      }
    } catch (FormatException e) {
      throw frames.block().corrupt(e);
    }
    return new RecordProof(frames.frameBytes(), frames.table().count(), steps);
  }

  private List<byte[]> above(int frame, Sha256 sha) {
    return MerkleTree.path(sha, frames.table().roots(), frames.table().count(), frame);
  }

  private RecordProof.Step shortStep(RecordEntry entry, Workspace work)
      throws BlockStoreException, FormatException {
    int frame = entry.frame();
    byte[] stored = work.stored(frames.table().storedBytes(frame));
    frames.fetch(frame, frame, stored);
    byte[] raw = frames.open(frame, stored, 0, Verification.ROOT, work);
    int length = frames.table().rawBytes(frame);
    int leaf = leafAt(entry.place(), raw, length, work.view);
    int leaves = FrameRoots.leaves(work, raw, 0, length, frames.frameBytes());
    List<byte[]> inFrame = MerkleTree.path(work.sha, work.hashes(leaves), leaves, leaf);
    return new RecordProof.Step(frame, leaf, leaves, inFrame, above(frame, work.sha));
  }

  private static int leafAt(int place, byte[] raw, int length, RecordView view)
      throws FormatException {
    int leaf = 0;
    for (view.reset(raw, 0, length); view.position() < place; leaf++) {
      view.next();
    }
    FormatException.require(
        view.position() == place && view.hasMore(), "no record begins at " + place);
    return leaf;
  }
}
