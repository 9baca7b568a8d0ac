package io.blocktier.segments.manifest;

import java.util.List;

/**
 * The newest manifest that somebody knows, and what the next one's object tells again.
 *
 * @param manifest the manifest
 * @param base the newest one whose object is whole, 0 where the chain has not begun
 * @param baseCommit names the commit of that
 * @param baseBytes how large its object's body is
 * @param links the commits behind it, encoded one behind the other
 * @param boundary the newest boundary that is known
 */
record Tip(
    Manifest manifest,
    long base,
    UniqueId baseCommit,
    int baseBytes,
    Bytes links,
    Boundary boundary) {

  static final Tip EMPTY = new Tip(Manifest.EMPTY, 0, UniqueId.NONE, 0, Bytes.EMPTY, Boundary.NONE);

  /** Commits are told again up to this size, however small the whole manifest is. */
  private static final int LEAST_LINK_BYTES = 16 << 10;

  long number() {
    return manifest.number();
  }

  Tip with(Boundary newer) {
    return new Tip(manifest, base, baseCommit, baseBytes, links, newer);
  }

  /** Returns what the next commit writes. */
  Proposal propose(Link link, int maxLinks) throws RefusedEditException, DamagedManifestException {
    Manifest next = manifest.apply(List.of(link));
    Bytes longer = links.concat(EditCodec.encode(link));
    boolean told = base > 0 && link.number() - base <= maxLinks;
    boolean small = longer.length() <= Math.max(LEAST_LINK_BYTES, baseBytes / 2);
    return told && small ? delta(next, longer) : whole(next);
  }

  private Proposal delta(Manifest next, Bytes longer) {
    Tip tip = new Tip(next, base, baseCommit, baseBytes, longer, boundary);
    return tip.proposal(manifest.commit(), longer.shared());
  }

  private Proposal whole(Manifest next) throws RefusedEditException {
    byte[] body = StateCodec.encode(next);
    if (body.length > ChainStore.MAX_OBJECT_BYTES - Header.BYTES) {
      throw new RefusedEditException("the manifest would have " + body.length + " bytes");
    }
    Tip tip = new Tip(next, next.number(), next.commit(), body.length, Bytes.EMPTY, boundary);
    return tip.proposal(manifest.commit(), body);
  }

  private Proposal proposal(UniqueId previous, byte[] body) {
    int crc = Header.crc(body, 0, body.length);
    Header header =
        new Header(
            number(),
            base,
            manifest.millis(),
            manifest.commit(),
            previous,
            baseCommit,
            body.length,
            crc);
    return new Proposal(this, header.object(body));
  }
}
