package io.blocktier.blockstore.express.log;

import java.nio.ByteBuffer;

/**
 * A record of a log.
 *
 * @param index which one it is, counted from 0
 * @param payload its bytes, read-only
 */
public record LogRecord(long index, ByteBuffer payload) {}
