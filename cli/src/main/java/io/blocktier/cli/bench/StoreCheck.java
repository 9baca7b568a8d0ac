package io.blocktier.cli.bench;

/**
 * One promise of a store that was put to the test. Immutable.
 *
 * @param name the promise
 * @param kept whether the store kept it
 * @param evidence what was seen
 */
public record StoreCheck(String name, boolean kept, String evidence) {}
