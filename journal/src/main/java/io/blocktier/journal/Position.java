package io.blocktier.journal;

/**
 * Where the payload of a record is. The bytes stay there until the segment is released.
 *
 * @param segment the number of the segment; never used again for another
 * @param offset the payload's first byte in the segment's file
 * @param length the payload's bytes
 * @param crc32c the checksum of the payload
 */
public record Position(long segment, int offset, int length, int crc32c) {}
