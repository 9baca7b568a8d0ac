package io.blocktier.cli;

import io.blocktier.blockstore.Durability;

/** What a durability level means, in words. */
final class DurabilityText {

  private DurabilityText() {}

  static String of(Durability level) {
    return switch (level) {
      case MEMORY -> "in memory and survives nothing";
      case LOCAL -> "on the local disk and survives a power cut";
      case REMOTE -> "in the object store and survives the loss of this machine";
    };
  }
}
