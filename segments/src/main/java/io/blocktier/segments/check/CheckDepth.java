package io.blocktier.segments.check;

/** How closely segments are looked at. */
public enum CheckDepth {
  /** Each object is there, as large as it was, with its checksum where the store keeps one. */
  OBJECTS,
  /** Its footer is read, too, and the frames' roots are under the root that the manifest has. */
  FOOTERS,
  /** All of it is read: frames with checksums and roots, records with key index and filter. */
  RECORDS
}
