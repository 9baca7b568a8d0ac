package io.blocktier.torture;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One way of doing harm. */
public enum Lane {
  /** The power of a disk is cut while blocks are written to it. */
  POWER_CUT,

  /** The process that writes blocks is killed. */
  KILL,

  /** System calls on the way to an acknowledgement fail, each once. */
  SYSCALLS,

  /** One stream of operations goes to several stores, whose answers are compared. */
  DIFFERENTIAL,

  /** Bytes on the disk and texts of configurations are changed by chance. */
  FUZZ;

  /**
   * Returns the name on the command line.
   *
   * @return in lower case, with hyphens
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Finds a lane by its name.
   *
   * @param label the name on the command line
   * @return the lane, or empty if there is none of that name
   */
  public static Optional<Lane> of(String label) {
    return Arrays.stream(values()).filter(lane -> lane.label().equals(label)).findFirst();
  }
}
