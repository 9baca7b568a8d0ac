package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Walks the tree in the order of keys. Each name waits in a queue until its turn comes, is looked
 * at then, and is replaced by the names within if it is a directory. So memory holds the names of
 * the directories on the way to the present key, and nothing of the rest of the tree.
 */
final class TreeListing implements BlockListing {

  private final DirectoryReader reader;
  private final LocalErrors errors;
  private final ListOptions options;
  private final PriorityQueue<Node> queue = new PriorityQueue<>();
  private final Deque<ListEntry> ready = new ArrayDeque<>();

  TreeListing(
      DirectoryReader reader, LocalErrors errors, ListOptions options, Optional<Node> start) {
    this.reader = reader;
    this.errors = errors;
    this.options = options;
    start.ifPresent(queue::add);
  }

  @Override
  public List<ListEntry> nextPage() throws BlockStoreException {
    try {
      while (ready.size() < options.pageSize() && !queue.isEmpty()) {
        advance();
      }
    } catch (IOException e) {
      throw errors.translate(Operation.LIST, null, e, LocalErrors.NOTHING);
    }
    List<ListEntry> page = new ArrayList<>();
    while (page.size() < options.pageSize() && !ready.isEmpty()) {
      page.add(ready.remove());
    }
    return page;
  }

  @Override
  public void close() {
    queue.clear();
    ready.clear();
  }

  /** Replaces the first node by what it turns out to be; nothing has changed if that fails. */
  private void advance() throws IOException {
    Node node = queue.element();
    if (node.kind() == Node.Kind.NAME) {
      Optional<ListEntry.Block> block = reader.block(node).filter(this::isWanted);
      Optional<Node> directory = reader.directory(node);
      queue.remove();
      block.ifPresent(ready::add);
      directory.filter(found -> mayHoldWanted(found.text())).ifPresent(queue::add);
    } else if (isFolded(node)) {
      boolean shown = isBehindStart(node.text()) && reader.holdsBlock(node);
      queue.remove();
      if (shown) {
        ready.add(new ListEntry.Folder(KeyPrefix.of(node.text())));
      }
    } else {
      Collection<Node> children = reader.children(node);
      queue.remove();
      children.stream().filter(this::mayBeWanted).forEach(queue::add);
    }
  }

  /** A continuation of a long element does not end in a slash, and is no folder. */
  private boolean isFolded(Node directory) {
    String prefix = options.prefix().value();
    String text = directory.text();
    return !options.recursive()
        && text.endsWith("/")
        && text.length() > prefix.length()
        && text.startsWith(prefix);
  }

  private boolean isWanted(ListEntry.Block block) {
    BlockKey key = block.stat().key();
    return options.prefix().covers(key) && isBehindStart(key.value());
  }

  private boolean mayBeWanted(Node node) {
    String text = node.text();
    boolean asBlock =
        node.kind() == Node.Kind.NAME
            && text.startsWith(options.prefix().value())
            && isBehindStart(text);
    boolean asDirectory = mayHoldWanted(node.kind() == Node.Kind.NAME ? text + '/' : text);
    return asBlock || asDirectory;
  }

  /** Whether a key that starts with the text can be wanted. */
  private boolean mayHoldWanted(String text) {
    String prefix = options.prefix().value();
    boolean covered = text.startsWith(prefix) || prefix.startsWith(text);
    return covered && (isBehindStart(text) || options.startAfter().startsWith(text));
  }

  private boolean isBehindStart(String text) {
    return Names.compare(text, options.startAfter()) > 0;
  }
}
