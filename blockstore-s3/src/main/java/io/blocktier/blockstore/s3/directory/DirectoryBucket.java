package io.blocktier.blockstore.s3.directory;

import java.time.Duration;
import java.util.Optional;

/**
 * A directory bucket.
 *
 * @param name its full name, with zone and suffix
 * @param region where its zone is, or empty for the region that settings or environment name
 * @param sessionDuration how long the keys of one session are used at most
 * @param appends whether blocks may grow
 * @param listener told of sessions
 */
public record DirectoryBucket(
    String name,
    Optional<String> region,
    Duration sessionDuration,
    boolean appends,
    SessionListener listener) {}
