package io.blocktier.gateway.request;

import io.blocktier.blockstore.spi.BlockFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What an answer carries. */
public sealed interface Body {

  /** No bytes. */
  Body NONE = new Bytes(ByteBuffer.allocate(0));

  /** Returns the number of bytes. */
  long length();

  /** No answer: the connection is reset. */
  record Cut() implements Body {
    @Override
    public long length() {
      return 0;
    }
  }

  /**
   * Bytes in memory.
   *
   * @param content the bytes that remain in it, which nobody changes any more
   */
  record Bytes(ByteBuffer content) implements Body {
    @Override
    public long length() {
      return content.remaining();
    }
  }

  /** Bytes that are written once the head of the answer is on its way. */
  non-sealed interface Stream extends Body, AutoCloseable {

    /** Writes all bytes. */
    void writeTo(Sink sink) throws IOException;

    /** Frees what the body holds, also where it was not written. Never fails. */
    @Override
    void close();
  }

  /** Where the bytes of an answer go. */
  @FunctionalInterface
  interface Sink {

    /** Writes the remaining bytes of a buffer, which is free again when this returns. */
    void write(ByteBuffer buffer) throws IOException;

    /**
     * Sends what is left of the body from a file, without bringing it to memory.
     *
     * @param opening opens the file, which is closed when this returns
     * @return false, with nothing sent, where the bytes have to be written
     */
    default boolean send(FileOpening opening) throws IOException {
      return false;
    }
  }

  /** Opens the file that has what is left of a body. */
  @FunctionalInterface
  interface FileOpening {

    /** Returns the bytes; empty where no file has them. */
    Optional<BlockFile> open() throws IOException;
  }
}
