package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.s3.wire.Payload;
import io.blocktier.blockstore.s3.wire.Signer;
import io.blocktier.blockstore.s3.wire.WireOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of one request: hands out views of the content, holds a source to its announced length,
 * and notes whether any of it was asked for. A source that delivers too much is caught before its
 * last byte is handed out, so that the server never sees a whole body.
 */
final class ContentBody implements Payload, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ContentBody.class);

  private static final int DIGESTED_AT_ONCE = 16 << 10;

  private final Content content;
  private final @Nullable CallGuard guard;
  private volatile boolean started;
  private @Nullable Body last;

  /**
   * Makes the body.
   *
   * @param content the bytes
   * @param guard hears of every byte that is taken, or null where the body is not sent
   */
  ContentBody(Content content, @Nullable CallGuard guard) {
    this.content = content;
    this.guard = guard;
  }

  /** What a source did wrong. */
  static final class SourceFailure extends IOException {
    private static final long serialVersionUID = 1L;

    SourceFailure(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Tells whether the sending has begun: what was not read cannot have been sent. */
  boolean started() {
    return started;
  }

  long length() {
    return content.length();
  }

  @Override
  public InputStream newStream() {
    Body body = new Body();
    last = body;
    return body;
  }

  /** Buffers are handed on as they are; what a source delivers is counted on its way. */
  @Override
  public void writeTo(WireOutput out) throws IOException {
    started = true;
    switch (content) {
      case Content.Buffers buffers -> {
        for (ByteBuffer buffer : buffers.duplicates()) {
          out.write(buffer);
        }
      }
      case Content.Source _ -> out.write(newStream());
    }
  }

  /** Returns the SHA-256 of all bytes. */
  byte[] sha256() throws IOException {
    MessageDigest digest = Signer.sha256();
    switch (content) {
      case Content.Buffers buffers -> {
        for (ByteBuffer buffer : buffers.duplicates()) {
          digest.update(buffer);
        }
      }
      case Content.Source _ -> {
        InputStream in = newStream();
        byte[] chunk = new byte[DIGESTED_AT_ONCE];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
          digest.update(chunk, 0, count);
        }
      }
    }
    return digest.digest();
  }

  /** Closes what was opened: neither the signature nor a conversation that failed does so. */
  @Override
  public void close() {
    if (last != null) {
      last.close();
    }
  }

  private final class Body extends InputStream {

    private long left = content.length();
    private @Nullable InputStream source;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      started = true;
      if (left == 0) {
        return atTheEnd();
      }
      int count = take(target, offset, (int) Math.min(length, left));
      left -= count;
      if (guard != null) {
        guard.heard();
      }
      return count;
    }

    @Override
    public void close() {
      try {
        if (source != null) {
          source.close();
        }
      } catch (IOException e) {
        LOG.debug("a source of content could not be closed", e);
      }
    }

    /** A source that is announced as empty is not read otherwise. */
    private int atTheEnd() throws IOException {
      if (content.length() == 0 && content instanceof Content.Source && source == null) {
        InputStream in = opened();
        if (in.read() >= 0) {
          throw wrongLength("more");
        }
      }
      return -1;
    }

    private InputStream opened() throws IOException {
      InputStream in = source == null ? content.open() : source;
      source = in;
      return in;
    }

    private int take(byte[] target, int offset, int length) throws IOException {
      try {
        InputStream in = opened();
        int count = in.read(target, offset, length);
        requireAnnounced(in, count);
        return count;
      } catch (SourceFailure e) {
        throw e;
      } catch (IOException e) {
        throw new SourceFailure("the content could not be read: " + e, e);
      }
    }

    private void requireAnnounced(InputStream in, int count) throws IOException {
      if (count <= 0) {
        throw wrongLength("only " + (content.length() - left));
      }
      if (count == left && content instanceof Content.Source && in.read() >= 0) {
        throw wrongLength("more");
      }
    }

    private SourceFailure wrongLength(String delivered) {
      return new SourceFailure(
          String.format(
              Locale.ROOT,
              "the source delivered %s of %d announced bytes",
              delivered,
              content.length()),
          null);
    }
  }
}
