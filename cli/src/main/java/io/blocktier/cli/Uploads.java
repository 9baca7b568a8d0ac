package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/** Stores files as blocks, some side by side. For one thread. */
final class Uploads {

  private final Session session;
  private final Target target;
  private final WriteOptions options;
  private final Results results;
  private final Workers workers;
  private long skipped;

  Uploads(Session session, Target target, WriteOptions options, Results results, Workers workers) {
    this.session = session;
    this.target = target;
    this.options = options;
    this.results = results;
    this.workers = workers;
  }

  /** Stores one file: under the target's name, or in the target folder under its own. */
  void file(Path file) throws IOException, InterruptedException {
    Path name = file.toAbsolutePath().normalize().getFileName();
    BlockKey key =
        target.isFolder() ? target.below(LocalFiles.nameBelow(Path.of(""), name)) : target.key();
    submit(file, key, Files.size(file));
  }

  /** Stores everything below a directory. */
  void directory(Path directory) throws IOException, InterruptedException {
    LocalFiles.walk(
        directory,
        new LocalFiles.Visitor() {
          @Override
          public void file(Path file, BasicFileAttributes attributes) throws InterruptedException {
            submitBelow(directory, file, attributes.size());
          }

          @Override
          public boolean enters(Path inner) {
            return true;
          }

          @Override
          public void skipped(Path file) {
            skipped++;
          }

          @Override
          public void failed(Path file, IOException reason) {
            results.failed(reason);
          }
        });
  }

  /** Stores what a stream delivers. */
  void stream(InputStream in) throws IOException {
    BlockKey key = target.key();
    try (ByteSpool spool = ByteSpool.of(in)) {
      write(key, spool.content());
    } catch (BlockStoreException e) {
      results.failed(e);
    }
  }

  /** Waits for all that is under way. */
  void await() throws InterruptedException {
    results.progress().expectNoMore();
    workers.await();
    if (skipped > 0) {
      session
          .errors()
          .note(
              String.format(
                  Locale.ROOT,
                  "symbolic links and special files left out: %s",
                  Units.count(skipped)));
    }
  }

  private void submitBelow(Path directory, Path file, long size) throws InterruptedException {
    BlockKey key;
    try {
      key = target.below(LocalFiles.nameBelow(directory, file));
    } catch (CommandException e) {
      results.failed(e);
      return;
    }
    submit(file, key, size);
  }

  private void submit(Path file, BlockKey key, long size) throws InterruptedException {
    results.requireHope();
    results.progress().expect(size);
    workers.submit(() -> write(file, key, size));
  }

  private InputStream open(Path file) throws IOException {
    return new CountingStream(Files.newInputStream(file), results.progress()::addBytes);
  }

  private void write(Path file, BlockKey key, long size) {
    try {
      write(key, Content.source(size, () -> open(file)));
    } catch (InvalidRequestException e) {
      results.failed(sizeOf(file) == size ? e : changed(file));
    } catch (IOException e) {
      results.failed(e);
    }
  }

  private void write(BlockKey key, Content content) throws BlockStoreException {
    Receipt receipt = target.store().write(key, content, options);
    results.done(receipt.size(), BlockView.json(receipt));
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return -1;
    }
  }

  private static CommandException changed(Path file) {
    return new CommandException(
        ExitCode.FAILED, file + ": changed while it was read", "put it again");
  }
}
