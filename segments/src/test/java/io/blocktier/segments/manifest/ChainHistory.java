package io.blocktier.segments.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was created first under each number: the truth, also where it was deleted since. Whatever is
 * created there once more does not count.
 */
final class ChainHistory extends ForwardingBlockStore {

  private final ManifestOptions options;
  private final TreeMap<Long, byte[]> created = new TreeMap<>();
  private final Map<Long, Manifest> decoded = new HashMap<>();
  private int again;

  ChainHistory(BlockStore inner, ManifestOptions options) {
    super(inner);
    this.options = options;
    decoded.put(0L, Manifest.EMPTY);
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    Receipt receipt = inner().write(key, content, options);
    long number = this.options.number(key.value());
    if (number > 0) {
      again += created.putIfAbsent(number, bytes(content)) == null ? 0 : 1;
    }
    return receipt;
  }

  private static byte[] bytes(Content content) {
    try (InputStream in = content.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long newest() {
    return created.isEmpty() ? 0 : created.lastKey();
  }

  /** How often a number was taken once more after it was deleted. */
  int again() {
    return again;
  }

  /** Returns a manifest as the chain has it, whose links back to the first are checked. */
  Manifest at(long number) throws ManifestException {
    for (long next = 1; next <= number; next++) {
      if (!decoded.containsKey(next)) {
        decoded.put(next, follow(next));
      }
    }
    return decoded.get(number);
  }

  private Manifest follow(long number) throws ManifestException {
    byte[] object = created.get(number);
    assertThat(object).as("manifest %d", number).isNotNull();
    Header header = Header.read(number, object);
    Manifest before = decoded.get(number - 1);
    assertThat(header.previous()).as("what %d follows", number).isEqualTo(before.commit());
    Manifest manifest = decode(header, header.body(object));
    assertThat(manifest.writer().epoch())
        .isBetween(before.writer().epoch(), before.writer().epoch() + 1);
    assertThat(manifest.millis()).isGreaterThanOrEqualTo(before.millis());
    assertThat(manifest.nextId()).isGreaterThanOrEqualTo(before.nextId());
    return manifest;
  }

  private Manifest decode(Header header, ByteBuffer body) throws ManifestException {
    Decoder in = new Decoder(body);
    if (header.isBase()) {
      return StateCodec.read(header, in);
    }
    List<Link> links = new ArrayList<>();
    while (body.hasRemaining()) {
      links.add(EditCodec.readLink(in));
    }
    return decoded.get(header.base()).apply(links);
  }
}
