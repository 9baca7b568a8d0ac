package io.blocktier.cli.bench;

import java.util.Optional;

/**
 * What stores and caches need of a file system, or would use; each is empty where it works, and
 * else says why it does not. Immutable.
 *
 * @param direct reads and writes past the page cache
 * @param rename a rename over another file, made durable by its directory
 * @param lock a lock against other processes
 * @param hardLink a second name of a file
 * @param attributes extended attributes of users
 * @param clock times of files that agree with this machine's clock
 */
public record DiskAbilities(
    Optional<String> direct,
    Optional<String> rename,
    Optional<String> lock,
    Optional<String> hardLink,
    Optional<String> attributes,
    Optional<String> clock) {}
