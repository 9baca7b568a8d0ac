package io.blocktier.blockstore;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What an error tells: where it happened, what happened and what to do about it. Holds no secret;
 * whoever makes one passes none. Immutable and thread-safe.
 *
 * @param store the store by its {@code toString}
 * @param operation what was asked of it
 * @param key the block concerned, or null where there is none
 * @param detail what went wrong, in words, with the offending numbers
 * @param remedy what the reader can do, or empty where nothing can be said
 */
public record Failure(
    String store, Operation operation, @Nullable BlockKey key, String detail, String remedy)
    implements Serializable {

  /**
   * Describes a failure of an operation on one block.
   *
   * @param store the store, which is asked for its {@code toString}
   * @param operation what was asked of it
   * @param key the block concerned
   * @param detail what went wrong
   * @return the description, without a remedy
   */
  public static Failure of(Object store, Operation operation, BlockKey key, String detail) {
    return new Failure(store.toString(), operation, key, detail, "");
  }

  /**
   * Describes a failure of an operation that is not about one block.
   *
   * @param store the store, which is asked for its {@code toString}
   * @param operation what was asked of it
   * @param detail what went wrong
   * @return the description, without a remedy
   */
  public static Failure of(Object store, Operation operation, String detail) {
    return new Failure(store.toString(), operation, null, detail, "");
  }

  /**
   * Returns this description with a remedy.
   *
   * @param text what the reader can do
   * @return the description with it
   */
  public Failure remedy(String text) {
    return new Failure(store, operation, key, detail, text);
  }

  /**
   * Returns the one line that exceptions carry as their message.
   *
   * @return store, operation, key, detail and remedy
   */
  public String message() {
    String where = key == null ? operation.label() : operation.label() + " '" + key + "'";
    String what = store + ": " + where + ": " + detail;
    return remedy.isEmpty() ? what : what + "; " + remedy;
  }
}
