package io.blocktier.segments.objects;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.segments.manifest.ManifestOptions;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Tier;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The keys below one root: of the objects of segments, of the manifest, of what the index of keys
 * leaves, and of the notes of the last upkeep and tiering. The same in every tier. Immutable and
 * thread-safe.
 *
 * @param root what all keys start with; ends with a slash
 */
public record SegmentNames(KeyPrefix root) {

  private static final String OBJECTS = "segments/";
  private static final String MANIFEST = "manifest/";
  private static final String CHECKPOINTS = "index/";
  private static final String UPKEEP = "upkeep";
  private static final String TIERING = "tiering";
  private static final int DIGITS = 20;

  /**
   * Checks the root.
   *
   * @throws IllegalArgumentException if it does not end with a slash
   */
  public SegmentNames {
    if (!root.value().endsWith("/")) {
      throw new IllegalArgumentException("segments need a root that ends with a slash");
    }
  }

  /**
   * Names an object. The key contains the number, so that no other object ever has it.
   *
   * @param tier the store it is in
   * @param id a number that was reserved for this object alone
   * @return the object
   */
  public ObjectRef object(Tier tier, long id) {
    return new ObjectRef(tier, id, BlockKey.of(objects().value() + digits(id)));
  }

  /**
   * Returns what the keys of all objects start with.
   *
   * @return the prefix
   */
  public KeyPrefix objects() {
    return KeyPrefix.of(root.value() + OBJECTS);
  }

  /**
   * Returns where the manifest is.
   *
   * @return its place, with bounds for most
   */
  public ManifestOptions manifest() {
    return ManifestOptions.under(root.value() + MANIFEST);
  }

  /**
   * Returns what the keys of all checkpoints of the index of keys start with.
   *
   * @return the prefix
   */
  public KeyPrefix checkpoints() {
    return KeyPrefix.of(root.value() + CHECKPOINTS);
  }

  /**
   * Names a checkpoint of the index of keys.
   *
   * @param manifest the number of the manifest that it goes with; a greater one has a greater key
   * @return its key
   */
  public BlockKey checkpoint(long manifest) {
    return BlockKey.of(checkpoints().value() + digits(manifest));
  }

  /**
   * Tells whether a key is one of a checkpoint.
   *
   * @param key a key
   * @return whether it is
   */
  public boolean isCheckpoint(BlockKey key) {
    String prefix = checkpoints().value();
    return key.value().startsWith(prefix) && isNumber(key.value().substring(prefix.length()));
  }

  private static boolean isNumber(String name) {
    return name.matches("0[0-9]{" + (DIGITS - 1) + "}");
  }

  /**
   * Returns where whoever writes notes what its last upkeep did.
   *
   * @return the key, in the hot store
   */
  public BlockKey upkeep() {
    return BlockKey.of(root.value() + UPKEEP);
  }

  /**
   * Returns where whoever writes notes what its background moved last.
   *
   * @return the key, in the hot store
   */
  public BlockKey tiering() {
    return BlockKey.of(root.value() + TIERING);
  }

  /**
   * Returns the number of the object that has a key.
   *
   * @param key a key
   * @return its number, or empty if the key is none of a segment's object
   */
  public OptionalLong number(BlockKey key) {
    String prefix = objects().value();
    if (!key.value().startsWith(prefix)) {
      return OptionalLong.empty();
    }
    String name = key.value().substring(prefix.length());
    return isNumber(name) ? OptionalLong.of(Long.parseLong(name)) : OptionalLong.empty();
  }

  /**
   * Tells whether an object has the key that its number gives it.
   *
   * @param object from a manifest
   * @return whether nothing else can be under its key
   */
  public boolean isOwn(ObjectRef object) {
    return object.equals(object(object.tier(), object.id()));
  }

  private static String digits(long id) {
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", id);
  }
}
