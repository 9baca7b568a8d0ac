package io.blocktier.blockstore.tck;

import java.util.List;
import java.util.random.RandomGenerator;

/** What becomes of the bytes of one file that were not forced. */
enum FileLoss {
  /** All are lost, and the size they gave the file. */
  ALL,
  /** All are there. */
  NONE,
  /** All are lost, but the size is there: it reads as zeros what was written nowhere. */
  BYTES,
  /** Chance decides for each page, and for the size. */
  PAGES,
  /** Chance decides for each sector of a page, and for the size. */
  SECTORS;

  private static final int SECTOR_BYTES = 512;

  static FileLoss draw(RandomGenerator random) {
    FileLoss[] all = values();
    return all[random.nextInt(all.length)];
  }

  /** Returns what is left of a page, given what it was, from the durable to the latest. */
  byte[] page(List<byte[]> versions, RandomGenerator random) {
    return switch (this) {
      case ALL, BYTES -> versions.getFirst();
      case NONE -> versions.getLast();
      case PAGES -> one(versions, random);
      case SECTORS -> torn(versions, random);
    };
  }

  /** Returns the size that is left, given what it was, from the durable to the latest. */
  long size(List<Long> versions, RandomGenerator random) {
    return switch (this) {
      case ALL -> versions.getFirst();
      case NONE, BYTES -> versions.getLast();
      case PAGES, SECTORS -> one(versions, random);
    };
  }

  private static <T> T one(List<T> versions, RandomGenerator random) {
    return versions.get(random.nextInt(versions.size()));
  }

  private static byte[] torn(List<byte[]> versions, RandomGenerator random) {
    byte[] page = new byte[Pages.PAGE_BYTES];
    for (int sector = 0; sector < Pages.PAGE_BYTES; sector += SECTOR_BYTES) {
      System.arraycopy(one(versions, random), sector, page, sector, SECTOR_BYTES);
    }
    return Pages.shared(page);
  }
}
