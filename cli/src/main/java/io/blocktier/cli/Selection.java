package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The blocks that a name on the command line means. Immutable. */
sealed interface Selection {

  /**
   * One selected block.
   *
   * @param key its key
   * @param relative what it is called below a target folder
   * @param size its size where a listing told it
   */
  record Selected(BlockKey key, String relative, OptionalLong size) {}

  /** Receives what is selected, one by one. */
  @FunctionalInterface
  interface Visitor<T> {
    void visit(T selected) throws InterruptedException;
  }

  /** Hands over the blocks as the listing yields them. */
  void forEach(BlockStore store, Visitor<Selected> visitor)
      throws BlockStoreException, InterruptedException;

  /** Returns the folder that is cut off to make the relative names. */
  String base();

  /** Tells whether a block that is made below a folder may be selected itself. */
  boolean reaches(String folder);

  /**
   * Reads a name.
   *
   * @param target the name
   * @param recursive whether a name means all that is below it, too
   * @param literal whether the characters of globs stand for themselves
   */
  static Selection of(Target target, boolean recursive, boolean literal) {
    boolean listed = recursive || (!literal && Glob.isPattern(target.name()));
    return listed ? listed(target, recursive, literal) : new One(target.key());
  }

  /** Reads a name that is going to be listed. */
  static Listed listed(Target target, boolean recursive, boolean literal) {
    return !literal && Glob.isPattern(target.name())
        ? new Matching(Glob.compile(target.name()), recursive)
        : new Below(target.name());
  }

  /** One block, whether it is there or not. */
  record One(BlockKey key) implements Selection {
    @Override
    public void forEach(BlockStore store, Visitor<Selected> visitor) throws InterruptedException {
      visitor.visit(new Selected(key, Target.lastElement(key.value()), OptionalLong.empty()));
    }

    @Override
    public String base() {
      return key.value().substring(0, key.value().lastIndexOf('/') + 1);
    }

    @Override
    public boolean reaches(String folder) {
      return key.value().startsWith(folder);
    }
  }

  /** What has to be listed to be known. */
  sealed interface Listed extends Selection {

    /** Hands over the entries; not deep, folders stand for what is in them. */
    void entries(BlockStore store, boolean deep, Visitor<ListEntry> visitor)
        throws BlockStoreException, InterruptedException;

    /** Tells whether nothing of a store would be left out. */
    boolean isEverything();

    @Override
    default void forEach(BlockStore store, Visitor<Selected> visitor)
        throws BlockStoreException, InterruptedException {
      entries(store, this instanceof Below, entry -> visitBlock(entry, visitor));
    }

    private void visitBlock(ListEntry entry, Visitor<Selected> visitor)
        throws InterruptedException {
      if (entry instanceof ListEntry.Block(BlockStat block)) {
        String key = block.key().value();
        String relative =
            key.startsWith(base()) ? key.substring(base().length()) : Target.lastElement(key);
        visitor.visit(new Selected(block.key(), relative, OptionalLong.of(block.size())));
      }
    }
  }

  /**
   * All that is below a folder; where the name has no slash at its end, the block of that name,
   * too.
   */
  record Below(String name) implements Listed {
    @Override
    public void entries(BlockStore store, boolean deep, Visitor<ListEntry> visitor)
        throws BlockStoreException, InterruptedException {
      if (!isFolder()) {
        Optional<BlockStat> self = Blocks.find(store, Target.key(name));
        if (self.isPresent()) {
          visitor.visit(new ListEntry.Block(self.get()));
        }
      }
      ListOptions all = ListOptions.under(Target.prefix(base()));
      list(store, deep ? all : all.folded(), visitor);
    }

    @Override
    public String base() {
      return isFolder() ? name : name + "/";
    }

    @Override
    public boolean reaches(String folder) {
      return folder.startsWith(base());
    }

    @Override
    public boolean isEverything() {
      return name.isEmpty();
    }

    private boolean isFolder() {
      return name.isEmpty() || name.endsWith("/");
    }
  }

  /**
   * All that a pattern matches.
   *
   * @param glob the pattern
   * @param recursive whether a folder that matches means all that is below it
   */
  record Matching(Glob glob, boolean recursive) implements Listed {
    @Override
    public void entries(BlockStore store, boolean deep, Visitor<ListEntry> visitor)
        throws BlockStoreException, InterruptedException {
      ListOptions all = ListOptions.under(Target.prefix(glob.literalPrefix()));
      boolean folded = glob.singleLevel() && !recursive && !deep;
      list(store, folded ? all.folded() : all, entry -> visitMatch(entry, visitor));
    }

    @Override
    public String base() {
      return glob.base();
    }

    @Override
    public boolean reaches(String folder) {
      boolean deep = recursive || !glob.singleLevel();
      return deep ? folder.startsWith(base()) : folder.equals(base());
    }

    @Override
    public boolean isEverything() {
      return glob.isEverything();
    }

    private void visitMatch(ListEntry entry, Visitor<ListEntry> visitor)
        throws InterruptedException {
      String name = entry instanceof ListEntry.Folder ? withoutSlash(entry.name()) : entry.name();
      if (recursive ? glob.matchesSelfOrFolder(name) : glob.matches(name)) {
        visitor.visit(entry);
      }
    }

    private static String withoutSlash(String folder) {
      return folder.substring(0, folder.length() - 1);
    }
  }

  private static void list(BlockStore store, ListOptions options, Visitor<ListEntry> visitor)
      throws BlockStoreException, InterruptedException {
    try (BlockListing listing = store.list(options)) {
      List<ListEntry> page = listing.nextPage();
      while (!page.isEmpty()) {
        for (ListEntry entry : page) {
          visitor.visit(entry);
        }
        page = listing.nextPage();
      }
    }
  }
}
