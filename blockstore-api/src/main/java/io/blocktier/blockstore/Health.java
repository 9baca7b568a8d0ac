package io.blocktier.blockstore;

/**
 * Whether a store can serve requests now. Immutable and thread-safe.
 *
 * @param healthy whether it can
 * @param detail what was looked at and found, in one line without secrets
 */
public record Health(boolean healthy, String detail) {}
