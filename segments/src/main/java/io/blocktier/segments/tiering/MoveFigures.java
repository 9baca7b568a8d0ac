package io.blocktier.segments.tiering;

/**
 * What a mover has done since it was made. Immutable and thread-safe.
 *
 * @param archived segments that came to the cold tier
 * @param restored segments that came to the hot tier
 * @param failed moves that failed
 * @param bytesServerSide bytes that servers copied, none of which passed through this process
 * @param bytesThroughClient bytes that this process read from one store and wrote to the other
 * @param bytesReadToVerify bytes of copies that this process read to compare them
 * @param verifiedByStore copies that were verified by what their store tells
 * @param verifiedByReading copies that were verified by reading them
 */
public record MoveFigures(
    long archived,
    long restored,
    long failed,
    long bytesServerSide,
    long bytesThroughClient,
    long bytesReadToVerify,
    long verifiedByStore,
    long verifiedByReading) {}
