package io.blocktier.segments.format;

/** The roots of frames, and the one of a segment over them. */
final class FrameRoots {

  private FrameRoots() {}

  /** Hashes a frame; its root then stands first in the hashes of the workspace. */
  static void hash(
      Workspace work, byte[] raw, int from, int length, boolean continues, int frameBytes)
      throws FormatException {
    if (continues) {
      work.sha.hash(Sha256.CONTINUATION, raw, from, length, work.hashes(1), 0);
    } else {
      int leaves = leaves(work, raw, from, length, frameBytes);
      MerkleTree.fold(work.sha, work.hashes(leaves), leaves);
    }
  }

  /** Hashes the records of a frame one by one, and returns how many there are. */
  static int leaves(Workspace work, byte[] raw, int from, int length, int frameBytes)
      throws FormatException {
    work.view.reset(raw, from, from + length);
    work.view.nextHead();
    if (work.view.valueBytes() > frameBytes) {
      work.sha.hash(Sha256.RECORD, raw, from, length, work.hashes(1), 0);
      return 1;
    }
    int count = count(work.view, raw, from, length);
    byte[] hashes = work.hashes(count);
    work.view.reset(raw, from, from + length);
    for (int leaf = 0; leaf < count; leaf++) {
      work.view.next();
      work.sha.hash(
          Sha256.RECORD,
          raw,
          work.view.place(),
          work.view.recordBytes(),
          hashes,
          leaf * Sha256.BYTES);
    }
    return count;
  }

  private static int count(RecordView view, byte[] raw, int from, int length)
      throws FormatException {
    int count = 0;
    for (view.reset(raw, from, from + length); view.hasMore(); count++) {
      view.next();
    }
    return count;
  }

  /** Returns the root of a segment. The roots of its frames are overwritten. */
  static RootHash root(Sha256 sha, byte[] roots, int frames) {
    MerkleTree.fold(sha, roots, frames);
    return seal(sha, roots, frames);
  }

  /** Returns the root of a segment whose one hash stands first in an array. */
  static RootHash seal(Sha256 sha, byte[] top, int frames) {
    ByteWriter sealed = new ByteWriter(Integer.BYTES + Sha256.BYTES);
    sealed.fourBytes(frames);
    sealed.put(top, 0, Sha256.BYTES);
    sha.hash(Sha256.ROOT, sealed.array(), 0, sealed.length(), sealed.array(), 0);
    return RootHash.copyOf(sealed.array(), 0);
  }
}
