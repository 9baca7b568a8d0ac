package io.blocktier.gateway.payload;

import java.util.Optional;

/**
 * What was computed of a body that was read to its end and proved right.
 *
 * @param md5 in lower-case hexadecimal, if it was wanted
 * @param checksum the checksum that the client sent, or the one that the rules name; empty if
 *     neither does
 */
public record Digests(Optional<String> md5, Optional<Checksum> checksum) {}
