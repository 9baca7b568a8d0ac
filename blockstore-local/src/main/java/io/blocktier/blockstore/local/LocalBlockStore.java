package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.BlockFile;
import io.blocktier.blockstore.spi.BlockFiles;
import io.blocktier.blockstore.spi.CapabilityProbe;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.ReadChecks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Blocks as files of a local disk. Checks neither capabilities nor its own being closed: the layers
 * around it do.
 */
final class LocalBlockStore implements BlockStore, BlockFiles.Source {

  private final LocalOptions options;
  private final Effects effects;
  private final Disk disk;
  private final Tree tree;
  private final FileReader reader;
  private final Machinery machinery;
  private final Conditions conditions;
  private final Writes writes;
  private final Appends appends;
  private final Deletes deletes;
  private final LocalErrors errors;
  private final Calls calls;
  private final Capabilities claimed;
  private volatile Capabilities capabilities;

  LocalBlockStore(LocalOptions options, Capabilities claimed, Disk disk, Effects effects) {
    this.options = options;
    this.claimed = claimed;
    this.capabilities = claimed;
    this.disk = disk;
    this.effects = effects;
    this.tree = new Tree(disk, options.root());
    this.errors = new LocalErrors(this, disk, options.root());
    this.calls = new Calls(this, errors);
    this.conditions = new Conditions(this, tree);
    this.reader = new FileReader(AlignedBuffers.of(options, effects.ticker()), options.access());
    this.machinery = new Machinery(options, disk, tree, effects);
    AlignedBuffers aligned = AlignedBuffers.of(options, effects.ticker());
    FileWriter writer = new FileWriter(disk, aligned, options, claimed);
    Durability level = claimed.durability();
    this.writes = new Writes(this, machinery, tree, conditions, writer, disk, effects, level);
    this.appends = new Appends(writes, machinery, tree, conditions, writer, disk);
    this.deletes = new Deletes(machinery, writes, conditions, calls);
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions writeOptions)
      throws BlockStoreException {
    return calls.change(
        Operation.WRITE, key, content.length(), () -> writes.write(key, content, writeOptions));
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    return calls.look(
        Operation.READ,
        key,
        () -> {
          BlockRead glanced = glance(key, range, target);
          return glanced == null ? readOpened(key, range, target) : glanced;
        });
  }

  /** What goes past the page cache is not there for the kernel to send. */
  @Override
  public Optional<BlockFiles> files() {
    return reader.access() == Disk.Access.BUFFERED ? Optional.of(this::file) : Optional.empty();
  }

  private Optional<BlockFile> file(BlockKey key, ByteRange range) throws BlockStoreException {
    return calls.look(Operation.READ, key, () -> openFile(key, range));
  }

  /** What something else wrote may be written again where it is. */
  private Optional<BlockFile> openFile(BlockKey key, ByteRange range) throws IOException {
    Tree.Opened opened = open(Operation.READ, key);
    boolean handedOn = false;
    try {
      long length = ReadChecks.requireWithin(this, key, range, requireWhole(opened));
      handedOn = tree.isOwn(opened.found());
      BlockStat block = opened.found().attributes().stat(key);
      ByteRange there = ByteRange.of(range.offset(), length);
      return handedOn
          ? Optional.of(new BlockFile(block, opened.channel(), there))
          : Optional.empty();
    } finally {
      if (!handedOn) {
        opened.close();
      }
    }
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    Place place = writes.place(Operation.STAT, key);
    return calls.look(Operation.STAT, key, () -> intact(place).attributes().stat(key));
  }

  /** Whoever makes room for a block by its size must not be told one that is damaged. */
  private Tree.Found intact(Place place) throws IOException {
    Tree.Found found = conditions.require(Operation.STAT, place);
    Disk.Status status = disk.status(found.path());
    long size = found.attributes().size();
    if (status != null
        && !found.attributes().fits(status.size())
        && found.equals(conditions.require(Operation.STAT, place))) {
      throw differs(status.size(), size);
    }
    return found;
  }

  @Override
  public void delete(BlockKey key, DeleteOptions deleteOptions) throws BlockStoreException {
    deletes.one(key, deleteOptions);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) {
    return deletes.all(keys);
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    long deleted = 0;
    Map<BlockKey, BlockStoreException> failures = new HashMap<>();
    try (BlockListing listing = list(ListOptions.under(prefix))) {
      List<ListEntry> page = listing.nextPage();
      while (!page.isEmpty()) {
        DeleteReport report =
            deleteAll(page.stream().map(entry -> BlockKey.of(entry.name())).toList());
        deleted += report.deleted();
        failures.putAll(report.failures());
        page = listing.nextPage();
      }
    }
    return new DeleteReport(deleted, failures);
  }

  @Override
  public BlockListing list(ListOptions listOptions) throws BlockStoreException {
    DirectoryReader directories = new DirectoryReader(disk, tree, machinery::moves);
    return calls.look(
        Operation.LIST,
        null,
        () ->
            new TreeListing(
                directories, errors, listOptions, directories.start(listOptions.prefix())));
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions copyOptions)
      throws BlockStoreException {
    if (copyOptions.from().isPresent()) {
      String detail = "the source is in another store";
      throw new UnsupportedByStoreException(
          Failure.of(this, Operation.COPY, target, detail).remedy("read it, and write it here"));
    }
    return calls.change(Operation.COPY, target, 0, () -> writes.copy(source, target, copyOptions));
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions writeOptions)
      throws BlockStoreException {
    writes.place(Operation.START_UPLOAD, key);
    Patience patience = new Patience(options.patience(), effects.ticker());
    return new LocalUpload(key, writeOptions, this, writes, calls, patience);
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    return calls.change(
        Operation.APPEND,
        key,
        content.length(),
        () -> appends.append(key, expectedOffset, content));
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    return calls.change(
        Operation.RENAME, target, 0, () -> writes.rename(source, target, condition));
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public ProbeReport probe() throws BlockStoreException {
    ProbeReport report = CapabilityProbe.run(this, claimed, effects);
    capabilities = report.capabilities();
    return report;
  }

  @Override
  public Health healthCheck() {
    Path root = options.root();
    if (calls.isSyncLost()) {
      return new Health(false, "something below " + root + " could not be forced");
    }
    try {
      Disk.Status status = disk.status(root);
      if (status == null && options.createRoot()) {
        return new Health(true, root + " is created with the first block");
      }
      long usable = disk.usableBytes(root);
      return status != null && status.kind() == Disk.Kind.DIRECTORY
          ? new Health(true, String.format(Locale.ROOT, "%s has %d bytes free", root, usable))
          : new Health(false, root + " is not a directory");
    } catch (IOException e) {
      return new Health(false, String.format(Locale.ROOT, "%s: %s", root, e));
    }
  }

  @Override
  public void close() throws BlockStoreException {
    calls.look(
        Operation.OPEN,
        null,
        () -> {
          machinery.close();
          return machinery;
        });
  }

  @Override
  public String toString() {
    return options.scheme() + ":" + options.root();
  }

  /** Opens the current version of a block, past the page cache if reads go there. */
  Tree.Opened open(Operation operation, BlockKey key) throws IOException {
    Place place = writes.place(operation, key);
    Disk.Access access = operation == Operation.READ ? reader.access() : Disk.Access.BUFFERED;
    return tree.open(place, access).orElseThrow(() -> conditions.absent(operation, key));
  }

  /**
   * Reads what is found under the plain name in few calls; null where a closer look is needed. The
   * attribute is that of the open file, so no other version can come between.
   */
  private @Nullable BlockRead glance(BlockKey key, ByteRange range, ByteBuffer target)
      throws IOException {
    boolean possible = target.isDirect() && reader.access() == Disk.Access.BUFFERED;
    Path file = writes.place(Operation.READ, key).plain();
    try (Disk.Glance glance = possible ? disk.glance(file) : null) {
      Optional<BlockAttributes> attributes =
          glance == null ? Optional.empty() : Tree.intact(glance);
      return glance == null || attributes.isEmpty()
          ? null
          : read(key, range, target, attributes.get(), glance::read);
    } catch (Disk.UnreadException e) {
      return null;
    }
  }

  private BlockRead readOpened(BlockKey key, ByteRange range, ByteBuffer target)
      throws IOException {
    try (Tree.Opened opened = open(Operation.READ, key)) {
      requireWhole(opened);
      return read(key, range, target, opened.found().attributes(), opened.channel()::read);
    }
  }

  private BlockRead read(
      BlockKey key,
      ByteRange range,
      ByteBuffer target,
      BlockAttributes attributes,
      FileReader.Source file)
      throws IOException {
    long size = attributes.size();
    int length = ReadChecks.requireRoom(this, key, range, size, target);
    ByteBuffer window = target.slice(target.position(), length);
    Optional<Crc32c> expected = length == size ? attributes.checksum() : Optional.empty();
    reader.read(file, range.offset(), window, expected);
    target.position(target.position() + length);
    return new BlockRead(length, attributes.stat(key));
  }

  private static long requireWhole(Tree.Opened opened) throws IOException {
    BlockAttributes attributes = opened.found().attributes();
    if (!attributes.fits(opened.fileBytes())) {
      throw differs(opened.fileBytes(), attributes.size());
    }
    return attributes.size();
  }

  static DamagedFileException differs(long there, long size) {
    return new DamagedFileException(
        String.format(
            Locale.ROOT, "the file has %d bytes; the block was written with %d", there, size));
  }
}
