package io.blocktier.gateway.attribute;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Of how many missing companions it is told; a listing looks at each again. */
  private static final int MAX_TOLD = 1000;

  private final BlockStore store;
  private final Effects effects;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

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
    return keepApart(owner, attributes);
  }

  /** Returns metadata with a new companion, which later changes need no copy of the block for. */
  public Metadata keepApart(BlockKey owner, ObjectAttributes attributes)
      throws BlockStoreException {
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

  /**
   * Removes what was kept of an object that one write has replaced, once the write is as safe as it
   * gets. Where a cache has acknowledged it, the store may hear of the removal first, and lose the
   * write with the disk of the cache: what is there then still names its companion. So that stays
   * until it is swept.
   */
  public void forget(Optional<StoredObject> gone, Receipt replacement) {
    if (gone.isPresent() && replacement.level().covers(store.capabilities().reach())) {
      forget(gone);
    }
  }

  /** The same of an object that was deleted whatever its version. */
  public void forgetDeleted(Optional<StoredObject> gone) {
    Capabilities offered = store.capabilities();
    if (offered.durability().covers(offered.reach())) {
      forget(gone);
    }
  }

  /** Removes what was kept of an object that is gone from the store, or was replaced in it. */
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
    Optional<String> text = companion.isPresent() ? readText(companion.get()) : Optional.empty();
    if (text.isPresent()) {
      String moving = CompanionText.moving(text.get(), object.stat().key(), target);
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
   * One that has lost its companion is what the block itself says, so that its bytes can be read,
   * and its key written and deleted.
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
      BlockStat now = store.stat(stat.key());
      if (StoredObject.companion(now.metadata()).equals(StoredObject.companion(block.metadata()))) {
        return withoutCompanion(now);
      }
      block = now;
    }
    throw new S3Exception(S3ErrorCode.INTERNAL_ERROR, "The object is replaced all the time");
  }

  private StoredObject withoutCompanion(BlockStat block) {
    String companion = StoredObject.companion(block.metadata()).orElseThrow();
    if (told.size() < MAX_TOLD && told.add(companion)) {
      LOG.error(
          "the attributes of '{}' are missing: its companion {} is gone, and it is served as a block"
              + " of somebody else; write it again, or copy it onto itself with new attributes",
          block.key(),
          key(companion));
    }
    return new StoredObject(block, StoredObject.foreign(block));
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
