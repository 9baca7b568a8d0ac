package io.blocktier.cli;

import io.blocktier.blockstore.KeyPrefix;
import picocli.CommandLine.Parameters;

/** The blocks of a cache that a verb is about: all, or those under a prefix. */
final class PrefixArgument {

  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "Only blocks whose keys begin so.")
  private String text = "";

  KeyPrefix prefix() {
    return Target.prefix(text);
  }

  /** Returns what was typed; empty for all blocks. */
  String text() {
    return text;
  }
}
