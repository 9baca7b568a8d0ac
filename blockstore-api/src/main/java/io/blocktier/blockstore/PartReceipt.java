package io.blocktier.blockstore;

import java.util.Optional;

/**
 * The acknowledgement of one part of an upload. Immutable and thread-safe.
 *
 * @param number the part's number, from 1
 * @param size its bytes
 * @param etag the version of the part
 * @param checksum the checksum of its bytes, or empty for a copied part
 */
public record PartReceipt(int number, long size, Etag etag, Optional<Crc32c> checksum) {}
