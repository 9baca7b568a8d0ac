package io.blocktier.blockstore.layer;

import java.util.function.DoubleSupplier;

/**
 * A number that a store keeps of itself, beside what can be counted around it. Immutable; its value
 * may be asked for from any thread, at any time, and takes no I/O.
 *
 * @param name what it is, in words with dots between them, such as {@code sessions.opened}
 * @param kind what the number means
 * @param description the same for people
 * @param value the number at this moment
 */
public record Figure(String name, Kind kind, String description, DoubleSupplier value) {

  /** What a number means. */
  public enum Kind {
    /** How often something happened since the store was opened; never falls. */
    COUNT,

    /** How long, in seconds. */
    SECONDS
  }
}
