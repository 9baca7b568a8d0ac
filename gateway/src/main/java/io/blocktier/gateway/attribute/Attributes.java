package io.blocktier.gateway.attribute;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the attributes of objects: in the metadata of the object's block where they are known and
 * small, else in a companion, a block of its own that the metadata names. A companion is written
 * before the block that names it becomes visible, so that bytes and attributes change in one step.
 * Thread-safe.
 */
public final class Attributes {

  private static final Logger LOG = LoggerFactory.getLogger(Attributes.class);

  /** Leaves room for what stores and layers add to the 2,048 bytes that S3 allows. */
  private static final int MAX_INLINE = 1800;

  /** How often an object may be replaced between a look at it and a look at its companion. */
  private static final int LOOKS = 5;

  private final BlockStore store;
  private final Effects effects;

  /** Keeps attributes in a store. */
  public Attributes(BlockStore store, Effects effects) {
    this.store = store;
    this.effects = effects;
  }

  /** Returns a name for a companion that nobody has. */
  public String newCompanion() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(effects.random().nextLong())
        + hex.toHexDigits(effects.random().nextLong());
  }

  /** Returns the ETag of a version that somebody else wrote; no client takes it for an MD5. */
  public static String foreignTag(Etag version) {
    return version.value() + "-1";
  }

  /** Returns metadata that names a companion. */
  public static Metadata naming(String companion) {
    return Metadata.of(Map.of(StoredObject.COMPANION, companion));
  }

  /** Returns which companion metadata names. */
  public static Optional<String> companionOf(Metadata metadata) {
    return StoredObject.companion(metadata);
  }

  /** Returns metadata with the attributes or, where they are too large, with a new companion. */
  public Metadata keep(BlockKey owner, ObjectAttributes attributes) throws BlockStoreException {
    String text = AttributeText.encode(attributes);
    if (text.length() <= MAX_INLINE) {
      return Metadata.of(Map.of(StoredObject.INLINE, text));
    }
    String companion = newCompanion();
    writeCompanion(companion, owner, attributes);
    return naming(companion);
  }

  /** Writes a companion, or replaces it. */
  public void writeCompanion(String companion, BlockKey owner, ObjectAttributes attributes)
      throws BlockStoreException {
    String text = CompanionText.encode(owner, attributes);
    Blocks.write(store, key(companion), text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Removes a companion that no block names any more. What cannot be removed is swept later. */
  public void drop(Optional<String> companion) {
    companion.ifPresent(name -> remove(key(name)));
  }

  private void remove(BlockKey own) {
    try {
      Blocks.delete(store, own);
    } catch (BlockStoreException e) {
      LOG.warn("what was kept of an object stays until it is swept: {}", e.getMessage());
    }
  }

  /** Removes what was kept of an object that is gone, or that has been replaced. */
  public void forget(Optional<StoredObject> gone) {
    drop(gone.flatMap(StoredObject::companion));
    Optional<Origin> origin = gone.flatMap(object -> object.attributes().origin());
    if (origin.isPresent() && origin.get().isGrown(gone.get().stat())) {
      remove(ReservedKeys.under(ReservedKeys.APPENDS, origin.get().tag()));
    }
  }

  /** Notes that the block of a companion may have another key soon. */
  public void announceMove(StoredObject object, BlockKey target) throws BlockStoreException {
    Optional<String> companion = object.companion();
    if (companion.isPresent()) {
      String text = readText(companion.get()).orElseThrow();
      String moving = CompanionText.moving(text, object.stat().key(), target);
      Blocks.write(store, key(companion.get()), moving.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Looks for an object. */
  public Optional<StoredObject> find(BlockKey key) throws BlockStoreException, S3Exception {
    try {
      return Optional.of(of(store.stat(key)));
    } catch (BlockNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the object that a block is. Where it was replaced meanwhile, that is a later version.
   *
   * @throws BlockNotFoundException if the block is gone and its companion with it
   */
  public StoredObject of(BlockStat stat) throws BlockStoreException, S3Exception {
    BlockStat block = stat;
    for (int look = 0; look < LOOKS; look++) {
      Optional<ObjectAttributes> attributes = attributes(block);
      if (attributes.isPresent()) {
        return new StoredObject(block, attributes.get().of(block));
      }
      block = store.stat(stat.key());
    }
    throw new S3Exception(S3ErrorCode.INTERNAL_ERROR, "The attributes of the object are missing");
  }

  private Optional<ObjectAttributes> attributes(BlockStat stat)
      throws BlockStoreException, S3Exception {
    try {
      String inline = stat.metadata().entries().get(StoredObject.INLINE);
      if (inline != null) {
        return Optional.of(AttributeText.decode(inline));
      }
      Optional<String> companion =
          stat.metadata().isEmpty() ? Optional.empty() : StoredObject.companion(stat.metadata());
      return companion.isPresent()
          ? readCompanion(companion.get())
          : Optional.of(StoredObject.foreign(stat));
    } catch (IllegalArgumentException e) {
      LOG.error("the attributes of {} cannot be read", stat.key(), e);
      throw new S3Exception(S3ErrorCode.INTERNAL_ERROR, "The object's attributes are damaged");
    }
  }

  /** Reads a companion; empty where it is gone, and the block that named it with it. */
  public Optional<ObjectAttributes> readCompanion(String companion) throws BlockStoreException {
    return readText(companion).map(CompanionText::attributes);
  }

  private Optional<String> readText(String companion) throws BlockStoreException {
    try {
      return Optional.of(
          StandardCharsets.US_ASCII.decode(Blocks.readAll(store, key(companion))).toString());
    } catch (BlockNotFoundException e) {
      return Optional.empty();
    }
  }

  private static BlockKey key(String companion) {
    return ReservedKeys.under(ReservedKeys.COMPANIONS, companion);
  }
}
