package io.blocktier.cache;

import io.blocktier.blockstore.ListEntry;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * What a listing has to know that the store may not, as it was before the store was asked.
 *
 * @param names blocks and folders that the store may not have, in order; without entry where a
 *     block is deleted
 * @param doubted folders in which blocks are deleted that the store may still have: it may list
 *     them for the sake of these alone, and have deleted them by the time that it is asked again
 */
record Unlisted(NavigableMap<String, Optional<ListEntry>> names, Set<String> doubted) {}
