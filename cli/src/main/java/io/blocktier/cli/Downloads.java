package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fetches blocks into files, some side by side.
 *
 * @param session where to print
 * @param download reads the blocks
 * @param results counts them
 * @param force whether files that exist are replaced
 */
record Downloads(Session session, Download download, Results results, boolean force) {

  /** Fetches one block into one file. */
  void toFile(BlockKey key, Path file) {
    try {
      fetch(key, file);
    } catch (IOException | CommandException | InvalidPathException e) {
      results.failed(e);
    }
  }

  /** Fetches blocks into a directory, under their relative names. */
  void toDirectory(Selection selection, TargetDirectory directory, int jobs)
      throws BlockStoreException, InterruptedException {
    try (Workers workers = new Workers(session.effects().executor(), jobs)) {
      selection.forEach(
          download.store(),
          block -> {
            results.requireHope();
            results.progress().expect(block.size().orElse(0));
            workers.submit(() -> toDirectory(block, directory));
          });
      results.progress().expectNoMore();
      workers.await();
    }
  }

  private void toDirectory(Selection.Selected block, TargetDirectory directory) {
    try {
      fetch(block.key(), directory.file(block.relative()));
    } catch (IOException | CommandException | InvalidPathException e) {
      results.failed(e);
    }
  }

  private void fetch(BlockKey key, Path file) throws IOException {
    try (FileTarget target = new FileTarget(file, force, session.effects().random())) {
      BlockStat stat = download.fetch(key, target);
      target.commit();
      Map<String, Object> json = new LinkedHashMap<>(BlockView.json(stat));
      json.put("file", file.toString());
      results.done(stat.size(), json);
    }
  }
}
