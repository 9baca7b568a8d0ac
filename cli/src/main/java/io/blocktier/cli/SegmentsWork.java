package io.blocktier.cli;

import picocli.CommandLine.Option;

/** What all verbs have that do work on segments. */
final class SegmentsWork {

  /** Of verbs that look at the manifest as its writer does. */
  static final String TAKES_OVER =
      "Opens the segments for writing, also to tell what would be done, and so takes over from"
          + " whoever writes.";

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
