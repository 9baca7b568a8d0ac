package io.blocktier.journal;

import java.nio.ByteBuffer;

/**
 * A record that was read as a whole. Its payload is not verified: the position has the checksum.
 *
 * @param attributes what is kept beside the payload
 * @param payload all of it, the caller's own
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Stored(byte[] attributes, ByteBuffer payload) {}
