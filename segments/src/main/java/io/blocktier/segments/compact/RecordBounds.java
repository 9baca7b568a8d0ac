package io.blocktier.segments.compact;

import io.blocktier.segments.manifest.Manifest;

/** What has to be known of records beside the manifest before some are dropped. Thread-safe. */
public interface RecordBounds {

  /**
   * For those who commit segments in the order of their sequence numbers, and take snapshots of
   * nothing that is older than the newest segment.
   */
  RecordBounds OF_THE_MANIFEST =
      new RecordBounds() {
        @Override
        public long pinned() {
          return Long.MAX_VALUE;
        }

        @Override
        public long settled(Manifest manifest) {
          return manifest.settledSequence();
        }
      };

  /**
   * Returns the least sequence number at which somebody is about to take a snapshot that is not in
   * the manifest yet, or {@link Long#MAX_VALUE}. Whoever takes one says so before choosing the
   * number, and until it is committed; compactions that mix older with newer records wait for that.
   *
   * @return the number
   */
  long pinned();

  /**
   * Returns the number up to which all records are in segments of a manifest: none that is older
   * comes later.
   *
   * @param manifest the newest
   * @return the number
   */
  long settled(Manifest manifest);
}
