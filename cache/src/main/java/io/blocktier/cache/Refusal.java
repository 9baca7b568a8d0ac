package io.blocktier.cache;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Why the store does not take a version.
 *
 * @param generation of the version, or of the deletion
 * @param since when it was refused
 * @param kind what the caller of the store can do about it
 * @param reason what the store said
 */
record Refusal(long generation, Instant since, Kind kind, String reason) {

  private static final int MAX_REASON_CHARS = 2000;

  /** The types of errors that a refusal may be. The codes are part of the format. */
  enum Kind {
    OTHER(0),
    ACCESS(1),
    REQUEST(2),
    UNSUPPORTED(3),
    CORRUPT(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      return OTHER;
    }
  }

  static Refusal of(long generation, Instant since, BlockStoreException error) {
    Kind kind =
        switch (error) {
          case AccessRefusedException _ -> Kind.ACCESS;
          case InvalidRequestException _ -> Kind.REQUEST;
          case UnsupportedByStoreException _ -> Kind.UNSUPPORTED;
          case CorruptBlockException _ -> Kind.CORRUPT;
          default -> Kind.OTHER;
        };
    String reason = error.failure().message();
    return new Refusal(
        generation,
        since,
        kind,
        reason.length() > MAX_REASON_CHARS ? reason.substring(0, MAX_REASON_CHARS) : reason);
  }

  Refusal with(long newGeneration) {
    return new Refusal(newGeneration, since, kind, reason);
  }

  /** Returns what somebody gets who waits for the version. */
  BlockStoreException error(Failure failure) {
    return switch (kind) {
      case ACCESS -> new AccessRefusedException(failure, null);
      case UNSUPPORTED -> new UnsupportedByStoreException(failure);
      case CORRUPT -> new CorruptBlockException(failure);
      case REQUEST, OTHER -> new InvalidRequestException(failure);
    };
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(generation);
      out.writeLong(since.toEpochMilli());
      out.writeByte(kind.code);
      out.writeUTF(reason);
    } catch (IOException e) {
      throw new UncheckedIOException("memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IOException if it did not write that
   */
  static Refusal decode(byte[] attributes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(attributes))) {
      return new Refusal(
          in.readLong(), Instant.ofEpochMilli(in.readLong()), Kind.of(in.readByte()), in.readUTF());
    }
  }
}
