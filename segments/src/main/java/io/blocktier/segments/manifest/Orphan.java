package io.blocktier.segments.manifest;

/**
 * An object that a listing showed. Immutable and thread-safe.
 *
 * @param object the object; its number is in its key
 * @param bytes its size
 */
public record Orphan(ObjectRef object, long bytes) {}
