package io.blocktier.blockstore;

import java.util.Locale;

/** The operations of {@link BlockStore}, for errors, metrics and fault plans. */
public enum Operation {
  /** {@link BlockStore#write}. */
  WRITE,
  /** {@link BlockStore#read}. */
  READ,
  /** {@link BlockStore#stat}. */
  STAT,
  /** {@link BlockStore#delete}. */
  DELETE,
  /** {@link BlockStore#deleteAll}. */
  DELETE_ALL,
  /** {@link BlockStore#deleteByPrefix}. */
  DELETE_BY_PREFIX,
  /** {@link BlockStore#list} and the fetching of each page. */
  LIST,
  /** {@link BlockStore#copy}. */
  COPY,
  /** {@link BlockStore#startUpload}. */
  START_UPLOAD,
  /** {@link BlockUpload#uploadPart}. */
  UPLOAD_PART,
  /** {@link BlockUpload#copyPart}. */
  COPY_PART,
  /** {@link BlockUpload#complete}. */
  COMPLETE_UPLOAD,
  /** {@link BlockUpload#abort}. */
  ABORT_UPLOAD,
  /** {@link BlockStore#append}. */
  APPEND,
  /** {@link BlockStore#rename}. */
  RENAME,
  /** {@link BlockStore#probe}. */
  PROBE,
  /** {@link BlockStore#healthCheck}. */
  HEALTH_CHECK,
  /** The opening of a store. */
  OPEN;

  /**
   * Returns the name as people write it, for metric tags and messages.
   *
   * @return lower case with dashes, such as {@code delete-all}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
