package io.blocktier.blockstore.tck;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A file: its bytes as everybody sees them, and what a power cut may leave. Not thread-safe. */
final class FileNode implements DiskNode {

  /** Of a page that is written more often without a force, the oldest versions are forgotten. */
  private static final int MAX_VERSIONS = 8;

  private final DiskSpace space;
  private final Pages now;
  private final Pages durable;
  private final SortedMap<Integer, List<byte[]>> unforced = new TreeMap<>();
  private final List<Long> sizes = new ArrayList<>();
  private int allocated;
  private int opened;
  private boolean named = true;

  FileNode(DiskSpace space) {
    this(space, new Pages(), 0);
  }

  private FileNode(DiskSpace space, Pages content, long size) {
    this.space = space;
    this.now = content;
    this.durable = content.copy();
    this.allocated = content.allocated();
    sizes.add(size);
    space.occupy(allocated);
  }

  long size() {
    return sizes.getLast();
  }

  int read(ByteBuffer target, long position) {
    long next = position;
    while (target.hasRemaining() && next < size()) {
      int from = (int) (next % Pages.PAGE_BYTES);
      long left = Math.min(Pages.PAGE_BYTES - from, size() - next);
      int count = (int) Math.min(target.remaining(), left);
      target.put(now.get(index(next)), from, count);
      next += count;
    }
    return (int) (next - position);
  }

  /** Writes until the source is empty or the disk full. */
  void write(ByteBuffer source, long position) {
    long next = position;
    while (source.hasRemaining()) {
      int from = (int) (next % Pages.PAGE_BYTES);
      int count = Math.min(source.remaining(), Pages.PAGE_BYTES - from);
      if (!allocate(index(next))) {
        break;
      }
      byte[] page = now.get(index(next)).clone();
      source.get(page, from, count);
      put(index(next), Pages.shared(page));
      next += count;
    }
    if (next > size()) {
      sizes.add(next);
      forgetOldest(sizes, 1);
    }
  }

  private boolean allocate(int index) {
    if (!Pages.isHole(now.get(index))) {
      return true;
    }
    boolean room = space.take(1);
    allocated += room ? 1 : 0;
    return room;
  }

  private void put(int index, byte[] page) {
    now.set(index, page);
    List<byte[]> versions = unforced.computeIfAbsent(index, _ -> new ArrayList<>());
    versions.add(page);
    forgetOldest(versions, 0);
  }

  private static <T> void forgetOldest(List<T> versions, int first) {
    if (versions.size() > first + MAX_VERSIONS) {
      versions.remove(first);
    }
  }

  void force() {
    unforced.keySet().forEach(index -> durable.set(index, now.get(index)));
    unforced.clear();
    keepLastSize();
  }

  private void keepLastSize() {
    sizes.subList(0, sizes.size() - 1).clear();
  }

  /**
   * Fails to force: some bytes are durable, or none, and the pages count as clean from now on. What
   * was lost may be read until the memory is needed for something else.
   */
  void failToForce(RandomGenerator random) {
    FileLoss loss = random.nextBoolean() ? FileLoss.ALL : FileLoss.draw(random);
    boolean readable = random.nextBoolean();
    unforced.forEach((index, versions) -> {
      byte[] left = loss.page(withDurable(index, versions), random);
      durable.set(index, left);
      if (!readable) {
        now.set(index, Pages.isHole(left) ? Pages.ZEROS : left);
      }
    });
    unforced.clear();
  }

  /** Returns what a power cut leaves of the file. */
  FileNode left(FileLoss loss, DiskSpace newSpace, RandomGenerator random) {
    Pages content = durable.copy();
    unforced.forEach(
        (index, versions) -> content.set(index, loss.page(withDurable(index, versions), random)));
    long size = loss.size(sizes, random);
    content.cut(size);
    return new FileNode(newSpace, content, size);
  }

  private List<byte[]> withDurable(int index, List<byte[]> versions) {
    List<byte[]> all = new ArrayList<>(versions.size() + 1);
    all.add(durable.get(index));
    all.addAll(versions);
    return all;
  }

  /** Changes a bit, in memory and on the medium. */
  void flip(long position, int bit) {
    int index = index(position);
    int offset = (int) (position % Pages.PAGE_BYTES);
    for (Pages pages : List.of(now, durable)) {
      byte[] page = pages.get(index).clone();
      page[offset] ^= (byte) (1 << bit);
      pages.set(index, page);
    }
  }

  void open() {
    opened++;
  }

  void close() {
    opened--;
    freeIfGone();
  }

  /** The file has lost its name. */
  void unlink() {
    named = false;
    freeIfGone();
  }

  private void freeIfGone() {
    if (!named && opened == 0) {
      space.give(allocated);
    }
  }

  private static int index(long position) {
    return Math.toIntExact(position / Pages.PAGE_BYTES);
  }
}
