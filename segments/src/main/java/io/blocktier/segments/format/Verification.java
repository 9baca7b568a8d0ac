package io.blocktier.segments.format;

/** What a frame that was read is compared with before anything of it is handed out. */
public enum Verification {
  /** Its CRC-32C: finds what disks, wires and mistakes do. */
  CHECKSUM,
  /** Its part of the Merkle root, too: finds what somebody did who mended the checksums. */
  ROOT
}
