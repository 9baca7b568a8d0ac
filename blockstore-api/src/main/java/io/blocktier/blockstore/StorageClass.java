package io.blocktier.blockstore;

/**
 * The name of a storage class of S3, such as {@code STANDARD_IA}. Immutable and thread-safe.
 *
 * @param name 1 to 64 characters from {@code A-Z 0-9 _ -}
 */
public record StorageClass(String name) {

  /** What S3 uses where none is asked for. */
  public static final StorageClass STANDARD = new StorageClass("STANDARD");

  /**
   * Checks the name's form; whether a class of that name exists is for the store to say.
   *
   * @throws IllegalArgumentException if the name is empty, too long or has other characters
   */
  public StorageClass {
    if (!name.matches("[A-Z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("not the name of a storage class: '" + name + "'");
    }
  }

  /**
   * Returns the class of this name.
   *
   * @param name the name as S3 spells it
   * @return the class
   * @throws IllegalArgumentException if the name is not legal
   */
  public static StorageClass of(String name) {
    return new StorageClass(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
