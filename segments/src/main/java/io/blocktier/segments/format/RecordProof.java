package io.blocktier.segments.format;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Shows, to somebody who has nothing but its root, that a record is in a segment. Immutable and
 * thread-safe.
 *
 * @param frameBytes of records in a frame before compression; longer values are cut into such
 *     pieces
 * @param frames how many frames the segment has
 * @param steps from each frame that has bytes of the record up to the root, in their order
 */
public record RecordProof(int frameBytes, int frames, List<Step> steps) {

  /**
   * The way from the bytes in one frame up to the root.
   *
   * @param frame its number
   * @param leaf the place of the record among those of the frame
   * @param leaves how many the frame has
   * @param inFrame hashes met in the frame, from below
   * @param inSegment hashes met above it, from below
   */
  public record Step(
      int frame, int leaf, int leaves, List<byte[]> inFrame, List<byte[]> inSegment) {

    /** Takes copies of the lists. */
    public Step {
      inFrame = List.copyOf(inFrame);
      inSegment = List.copyOf(inSegment);
    }
  }

  /** Takes a copy of the list. */
  public RecordProof {
    steps = List.copyOf(steps);
  }

  /**
   * Tells whether a record is under a root.
   *
   * @param root of the segment, from somewhere trusted
   * @param record what is said to be in it
   * @return whether it is, byte by byte
   */
  public boolean shows(RootHash root, SegmentRecord record) {
    ByteBuffer value = record.value();
    int bytes = value.remaining();
    if (frameBytes < 1 || steps.size() != Math.max(1, (bytes + frameBytes - 1L) / frameBytes)) {
      return false;
    }
    Sha256 sha = new Sha256();
    ByteWriter piece = new ByteWriter(RecordView.MAX_HEAD_BYTES + Math.min(bytes, frameBytes));
    int flags = RecordView.flags(record.kind(), record.expiresAt());
    RecordView.writeHead(record.key(), record.sequence(), flags, record.expiresAt(), bytes, piece);
    int at = 0;
    for (Step step : steps) {
      int length = Math.min(frameBytes, bytes - at);
      piece.put(value, value.position() + at, length);
      if (!leadsTo(root, step, at == 0 ? Sha256.RECORD : Sha256.CONTINUATION, piece, sha)
          || step.frame != steps.getFirst().frame + at / frameBytes) {
        return false;
      }
      at += length;
      piece.clear();
    }
    return true;
  }

  private boolean leadsTo(RootHash root, Step step, byte kind, ByteWriter piece, Sha256 sha) {
    byte[] pair = new byte[2 * Sha256.BYTES];
    sha.hash(kind, piece.array(), 0, piece.length(), pair, 0);
    return step.leaf >= 0
        && step.leaf < step.leaves
        && step.frame >= 0
        && step.frame < frames
        && MerkleTree.climb(sha, pair, step.leaves, step.leaf, step.inFrame)
        && MerkleTree.climb(sha, pair, frames, step.frame, step.inSegment)
        && FrameRoots.seal(sha, pair, frames).equals(root);
  }
}
