package io.blocktier.segments.manifest;

/**
 * Who may commit. Immutable and thread-safe.
 *
 * @param epoch counts writers; 0 before the first
 * @param id drawn when the manifest was opened for writing
 * @param name for people, at most {@value #MAX_NAME_LENGTH} characters
 * @param firstId the least number that was reserved in this epoch: smaller ones that no segment has
 *     are never used any more
 * @param sinceMillis when the epoch began, milliseconds since 1970-01-01 UTC
 */
public record Writer(long epoch, UniqueId id, String name, long firstId, long sinceMillis) {

  /** The longest name. */
  public static final int MAX_NAME_LENGTH = 255;

  static final Writer NOBODY = new Writer(0, UniqueId.NONE, "", 1, 0);

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is too long
   */
  public Writer {
    if (name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException("a writer's name has " + name.length() + " characters");
    }
  }

  @Override
  public String toString() {
    return "'" + name + "' (epoch " + epoch + ", " + id + ")";
  }
}
