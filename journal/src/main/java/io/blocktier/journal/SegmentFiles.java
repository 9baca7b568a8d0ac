package io.blocktier.journal;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of segments that are there when a journal opens, told apart by their headers. */
final class SegmentFiles {

  private final Path directory;
  private final Disk disk;
  private final JournalId journal;
  private final JournalListener listener;
  private final List<SegmentFile> opened;
  private final NavigableMap<Long, Found> live = new TreeMap<>();
  private final List<SegmentFile> free = new ArrayList<>();
  private int unusable;
  private long nextSegment = SegmentHeader.FREE + 1;
  private long nextSlot;
  private long oldestLive;

  /** Adds every file it opens to a list of the caller, who closes them if opening fails. */
  SegmentFiles(
      Path directory,
      Disk disk,
      JournalId journal,
      JournalListener listener,
      List<SegmentFile> opened) {
    this.directory = directory;
    this.disk = disk;
    this.journal = journal;
    this.listener = listener;
    this.opened = opened;
  }

  /** A file and what it says that it holds. */
  record Found(SegmentFile file, SegmentHeader header) {}

  /** Hands over the records of one segment; false if its header does not hold. */
  static boolean visit(SegmentFile file, JournalId journal, RecordVisitor visitor)
      throws IOException {
    ByteBuffer block = ByteBuffer.allocate(SegmentHeader.BYTES);
    file.disk().read(block, 0);
    SegmentHeader header = SegmentHeader.read(journal, block.flip());
    if (header == null) {
      return false;
    }
    SegmentScan scan = SegmentScan.byIndex(new Found(file, header), journal);
    while (scan.next()) {
      visitor.visit(scan.record());
    }
    return true;
  }

  void open(List<String> names) throws IOException {
    for (String name : names.stream().filter(SegmentDirectory::isSegment).sorted().toList()) {
      nextSlot = Math.max(nextSlot, SegmentDirectory.slot(name) + 1);
      sort(directory.resolve(name));
    }
    nextSegment = Math.max(nextSegment, oldestLive);
    NavigableMap<Long, Found> released = live.headMap(oldestLive, false);
    released.values().forEach(found -> free.add(found.file()));
    released.clear();
  }

  private void sort(Path path) throws IOException {
    DiskFile file = disk.open(path, Disk.Mode.WRITE);
    opened.add(new SegmentFile(path, file, 0));
    SegmentHeader header = header(file);
    if (header == null || live.containsKey(header.segment())) {
      opened.removeLast();
      leave(path, file);
      return;
    }
    int bytes = (int) Math.min(file.size(), header.fileBytes());
    keep(new Found(new SegmentFile(path, file, bytes), header));
  }

  private void leave(Path path, DiskFile file) throws IOException {
    unusable++;
    file.close();
    listener.damaged(new Damage(path.toString(), 0, 0, "no header that holds; left as it is"));
  }

  private @Nullable SegmentHeader header(DiskFile file) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(SegmentHeader.BYTES);
    file.read(block, 0);
    return SegmentHeader.read(journal, block.flip());
  }

  private void keep(Found found) {
    SegmentHeader header = found.header();
    oldestLive = Math.max(oldestLive, header.oldestLive());
    nextSegment = Math.max(nextSegment, header.segment() + 1);
    if (header.isFree()) {
      free.add(found.file());
    } else {
      live.put(header.segment(), found);
    }
  }

  /** Returns the segments that were not released, oldest first. */
  List<Found> live() {
    return List.copyOf(live.values());
  }

  /** Returns the files that hold no segment. */
  List<SegmentFile> free() {
    return free;
  }

  int unusable() {
    return unusable;
  }

  long nextSegment() {
    return nextSegment;
  }

  long nextSlot() {
    return nextSlot;
  }
}
