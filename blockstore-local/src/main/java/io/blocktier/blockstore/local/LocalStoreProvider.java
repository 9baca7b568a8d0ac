package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.layer.GuardedBlockStore;
import io.blocktier.blockstore.layer.LifecycleBlockStore;
import io.blocktier.blockstore.layer.LifecyclePolicy;
import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.spi.StoreLocation;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Opens stores that keep blocks as files of a local disk. {@code file:PATH} goes through the page
 * cache, {@code direct:PATH} past it; what stands behind the colon is taken as it is, without
 * decoding. Stateless and thread-safe.
 */
public final class LocalStoreProvider implements BlockStoreProvider {

  private static final int DIRECT_BUFFER_MIN = 64 << 10;
  private static final int DIRECT_BUFFER_MAX = 64 << 20;

  private static final Setting<Path> PATH =
      Setting.required("path", SettingType.PATH, "The directory that holds the blocks.");
  private static final Setting<Boolean> CREATE_DIR =
      Setting.of(
          "create_dir", SettingType.BOOLEAN, true, "Whether to create the directory if missing.");
  private static final Setting<Integer> DIR_MODE =
      Setting.of(
          "dir_mode",
          SettingType.FILE_MODE,
          0755,
          "Permission bits of directories, less the umask of the process.");
  private static final Setting<Integer> FILE_MODE =
      Setting.of(
          "file_mode",
          SettingType.FILE_MODE,
          0644,
          "Permission bits of files, less the umask of the process.");
  private static final Setting<Boolean> SYNC =
      Setting.of(
          "sync",
          SettingType.BOOLEAN,
          true,
          "Whether a write is forced to the disk, its name included, before it returns. Without,"
              + " an acknowledged block may be lost in a power cut, and the store says so.");
  private static final Setting<Boolean> DIRECT =
      Setting.of(
          "direct",
          SettingType.BOOLEAN,
          false,
          "Whether to read and write past the page cache (O_DIRECT). Where the file system refuses,"
              + " one log line says so and the page cache is used.");
  private static final Setting<Integer> DIRECT_BUFFERS =
      Setting.of(
          "direct_buffers",
          SettingType.integer(1, 1024),
          16,
          "How many buffers direct reads may use at a time, and direct writes; calls beyond wait.");
  private static final Setting<Long> DIRECT_BUFFER_SIZE =
      Setting.of(
          "direct_buffer_size",
          SettingType.size(DIRECT_BUFFER_MIN, DIRECT_BUFFER_MAX),
          1L << 20,
          "The size of each buffer for direct I/O, a multiple of 4KiB.");
  private static final Setting<Duration> LOCK_TIMEOUT =
      Setting.of(
          "lock_timeout",
          SettingType.DURATION,
          Duration.ofSeconds(30),
          "How long a call waits for other writers of the key, and for a buffer for direct I/O.");

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
  public LocalStoreProvider() {}

  @Override
  public String type() {
    return "local";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("file", "direct");
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        PATH,
        CREATE_DIR,
        DIR_MODE,
        FILE_MODE,
        SYNC,
        DIRECT,
        DIRECT_BUFFERS,
        DIRECT_BUFFER_SIZE,
        LOCK_TIMEOUT);
  }

  @Override
  public StoreLocation locate(String uri) {
    return LocalUri.parse(uri).location();
  }

  @Override
  public BlockStore open(Settings settings, Effects effects) throws BlockStoreException {
    return open(options(settings), effects);
  }

  private static BlockStore open(LocalOptions options, Effects effects) throws BlockStoreException {
    RealDisk disk = new RealDisk(options.fileMode(), options.directoryMode(), effects.executor());
    String name = options.scheme() + ":" + options.root();
    try {
      LocalOptions rooted = options.withRoot(Roots.locate(options, disk));
      LocalBlockStore store =
          new LocalBlockStore(rooted, Roots.capabilities(rooted), disk, effects);
      return new LifecycleBlockStore(new GuardedBlockStore(store), LifecyclePolicy.DEFAULT);
    } catch (NoSuchFileException | NotDirectoryException e) {
      Failure failure =
          Failure.of(name, Operation.OPEN, options.root() + " is not a directory")
              .remedy(
                  e instanceof NotDirectoryException
                      ? "name a directory"
                      : "create it, or set create_dir to true");
      throw new InvalidRequestException(failure, e);
    } catch (IOException e) {
      throw new LocalErrors(name, disk, options.root())
          .translate(Operation.OPEN, null, e, LocalErrors.NOTHING);
    }
  }

  private static LocalOptions options(Settings settings) {
    long bufferBytes = settings.get(DIRECT_BUFFER_SIZE);
    return new LocalOptions(
        settings.get(PATH).toAbsolutePath().normalize(),
        settings.get(CREATE_DIR),
        settings.get(FILE_MODE),
        settings.get(DIR_MODE),
        settings.get(DIRECT),
        settings.get(SYNC),
        settings.get(LOCK_TIMEOUT),
        settings.get(DIRECT_BUFFERS),
        (int) AlignedBuffers.roundDown(bufferBytes));
  }
}
