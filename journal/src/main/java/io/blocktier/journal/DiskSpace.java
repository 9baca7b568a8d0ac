package io.blocktier.journal;

/** Says whether files of segments can be made. */
interface DiskSpace {

  /**
   * Refuses where the next segment would get no file.
   *
   * @throws DiskFullException if the disk had no room for one, and none was given back since
   */
  void require() throws DiskFullException;

  /**
   * Tells whether the disk had no room for a file that is larger than ordinary ones, and none was
   * given back since.
   */
  boolean lacksLarge();
}
