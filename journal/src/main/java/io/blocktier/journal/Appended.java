package io.blocktier.journal;

/**
 * A record that has its place in the journal, written or not.
 *
 * @param generation its number; greater than that of every record appended before, also before a
 *     restart
 * @param position where its payload is
 */
public record Appended(long generation, Position position) {}
