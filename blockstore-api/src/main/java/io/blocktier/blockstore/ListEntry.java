package io.blocktier.blockstore;

/** One line of a listing. */
public sealed interface ListEntry {

  /**
   * Returns what the entry orders by.
   *
   * @return the key of a block, or the prefix of a folder with its trailing slash
   */
  String name();

  /**
   * A block.
   *
   * @param stat its size, etag and time; metadata, checksum and storage class are those that the
   *     store's listing carries, which may be none ({@link BlockStore#stat} has them)
   */
  record Block(BlockStat stat) implements ListEntry {
    @Override
    public String name() {
      return stat.key().value();
    }
  }

  /**
   * All blocks with one more slash, in a listing that does not descend.
   *
   * @param prefix what they start with, up to and including the slash
   */
  record Folder(KeyPrefix prefix) implements ListEntry {
    @Override
    public String name() {
      return prefix.value();
    }
  }
}
