package io.blocktier.blockstore.tck;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A creation, removal or renaming, of which a power cut leaves all or nothing.
 *
 * @param edits what becomes of which names, in order
 */
record NameChange(List<Edit> edits) {

  /**
   * What becomes of a name.
   *
   * @param folder where
   * @param name the name
   * @param node what it stands for from now on, or null for nothing any more
   */
  record Edit(FolderNode folder, String name, @Nullable DiskNode node) {

    void apply(SortedMap<String, DiskNode> names) {
      if (node == null) {
        names.remove(name);
      } else {
        names.put(name, node);
      }
    }

    private boolean meets(Edit other) {
      return folder == other.folder && name.equals(other.name);
    }
  }

  NameChange {
    edits = List.copyOf(edits);
  }

  void apply(Function<FolderNode, SortedMap<String, DiskNode>> names) {
    edits.forEach(edit -> edit.apply(names.apply(edit.folder())));
  }

  boolean touches(FolderNode folder) {
    return edits.stream().anyMatch(edit -> edit.folder() == folder);
  }

  /**
   * Whether this change cannot be there without the earlier one: it found a name as that left it.
   */
  boolean needs(NameChange earlier) {
    return edits.stream().anyMatch(edit -> earlier.edits.stream().anyMatch(edit::meets));
  }
}
