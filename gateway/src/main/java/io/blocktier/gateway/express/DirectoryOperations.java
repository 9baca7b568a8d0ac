package io.blocktier.gateway.express;

/**
 * Who does what directory buckets have beside the usual.
 *
 * @param sessions begins sessions
 * @param buckets creates, lists and deletes directory buckets
 * @param appends appends to objects
 * @param renames renames objects
 */
public record DirectoryOperations(
    Sessions sessions, DirectoryBuckets buckets, Appends appends, Renames renames) {}
