package io.blocktier.segments;

import java.util.List;

/**
 * What there is at one moment. Immutable, but for the tables, of which no more is seen than up to
 * the bound.
 *
 * @param number of the manifest
 * @param tables what no segment had at that moment, newest first
 * @param catalog the segments
 * @param bound the greatest sequence number that is seen in the tables
 */
record View(long number, List<Table> tables, Catalog catalog, long bound) {}
