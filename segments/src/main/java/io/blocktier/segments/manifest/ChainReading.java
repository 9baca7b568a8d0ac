package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockStoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a manifest from its object and, where that is not whole, its base's.
 *
 * @param store the store
 * @param known what need not be read again
 */
record ChainReading(ChainStore store, Tip known) {

  /**
   * Returns a manifest.
   *
   * @throws DamagedManifestException also where one of its objects is not there
   */
  Tip read(long number) throws BlockStoreException, DamagedManifestException {
    if (number == known.number()) {
      return known;
    }
    try {
      return decode(number, object(number));
    } catch (DamagedManifestException e) {
      throw e.at(store.options().manifest(number));
    }
  }

  private byte[] object(long number) throws BlockStoreException, DamagedManifestException {
    return store
        .object(store.options().manifest(number))
        .orElseThrow(() -> new DamagedManifestException("is missing"));
  }

  private Tip decode(long number, byte[] object)
      throws BlockStoreException, DamagedManifestException {
    Header header = Header.read(number, object);
    return header.isBase()
        ? whole(header, header.body(object))
        : follow(base(header), header, header.body(object));
  }

  private Tip whole(Header header, ByteBuffer body) throws DamagedManifestException {
    int bytes = body.remaining();
    Decoder in = new Decoder(body);
    Manifest manifest = StateCodec.read(header, in);
    in.requireEnd();
    return new Tip(
        manifest, header.number(), header.commit(), bytes, Bytes.EMPTY, known.boundary());
  }

  /** Returns what is known already of the commits behind the same base, or that base. */
  private Tip base(Header header) throws BlockStoreException, DamagedManifestException {
    boolean reached = known.base() == header.base() && known.number() < header.number();
    Tip base = reached ? known : read(header.base());
    if (!base.baseCommit().equals(header.baseCommit())) {
      throw new DamagedManifestException("follows another manifest " + header.base());
    }
    return base;
  }

  private Tip follow(Tip from, Header header, ByteBuffer body) throws DamagedManifestException {
    byte[] bytes = new byte[body.remaining()];
    body.get(0, bytes);
    List<Link> links = links(header, new Decoder(body), body);
    long skipped = from.number() - header.base();
    if (skipped > 0 && !links.get((int) skipped - 1).commit().equals(from.manifest().commit())) {
      throw new DamagedManifestException("does not follow manifest " + from.number());
    }
    try {
      Manifest manifest = from.manifest().apply(links.subList((int) skipped, links.size()));
      return new Tip(
          manifest,
          header.base(),
          header.baseCommit(),
          from.baseBytes(),
          Bytes.owned(bytes),
          known.boundary());
    } catch (RefusedEditException e) {
      throw new DamagedManifestException("has a commit that does not fit", e);
    }
  }

  private static List<Link> links(Header header, Decoder in, ByteBuffer rest)
      throws DamagedManifestException {
    List<Link> links = new ArrayList<>();
    while (rest.hasRemaining()) {
      links.add(EditCodec.readLink(in));
    }
    boolean complete = links.size() == header.number() - header.base();
    if (!complete || !links.getLast().commit().equals(header.commit())) {
      throw new DamagedManifestException("does not tell the commits behind " + header.base());
    }
    return links;
  }
}
