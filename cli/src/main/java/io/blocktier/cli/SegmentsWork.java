package io.blocktier.cli;

import picocli.CommandLine.Option;

/** What all verbs have that do work on segments. */
final class SegmentsWork {

  /** Of verbs that change the manifest. */
  static final String TAKES_OVER =
      "Opens the segments for writing, and so takes over from whoever writes; --dry-run does not.";

  @Option(
      names = {"-n", "--dry-run"},
      description = "Only tell what would be done.")
  private boolean dryRun;

  boolean dryRun() {
    return dryRun;
  }

  /** Says whether something was done, or would be. */
  String verb(String done) {
    return dryRun ? "would have " + done : done;
  }
}
