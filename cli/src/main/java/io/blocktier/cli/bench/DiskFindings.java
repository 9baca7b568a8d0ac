package io.blocktier.cli.bench;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What was found of a disk. Immutable.
 *
 * @param directory where, as a real path
 * @param mount what it is on
 * @param totalBytes of the file system
 * @param usableBytes that are left of them to this user
 * @param abilities what works
 * @param unforced writes of 4 KiB that nobody waits for
 * @param single writes of 4 KiB, each forced
 * @param group writes of 64 records of 4 KiB, each group forced
 * @param rename a rename with the force of its directory
 * @param randomRead reads of 4 KiB past the page cache; empty without that
 * @param sequentialWrite of 1 MiB at a time, forced often enough to be of the disk
 * @param sequentialRead of 1 MiB at a time
 * @param nanos how long all of it took
 */
public record DiskFindings(
    Path directory,
    Mount mount,
    long totalBytes,
    long usableBytes,
    DiskAbilities abilities,
    CallTimes unforced,
    CallTimes single,
    CallTimes group,
    CallTimes rename,
    Optional<CallTimes> randomRead,
    CallTimes sequentialWrite,
    CallTimes sequentialRead,
    long nanos) {}
