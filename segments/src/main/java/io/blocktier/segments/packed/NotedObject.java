package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import java.util.Optional;

/**
 * An object that is noted as garbage.
 *
 * @param object its number
 * @param block the block that had it, or was to have it; empty in notes of earlier versions
 * @param since the sequence number of the note: whoever sees it does not see the object
 */
record NotedObject(String object, Optional<BlockKey> block, long since) {}
