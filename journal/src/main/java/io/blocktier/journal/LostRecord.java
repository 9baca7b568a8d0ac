package io.blocktier.journal;

/**
 * A record that was given up because the disk failed, and whose bytes are in memory alone.
 *
 * @param generation its number
 * @param key whom it concerns
 */
public record LostRecord(long generation, String key) {

  static LostRecord of(Pending record) {
    return new LostRecord(record.generation(), record.head().key());
  }
}
