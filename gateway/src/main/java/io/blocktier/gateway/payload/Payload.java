package io.blocktier.gateway.payload;

import io.blocktier.gateway.auth.Authentication;
import io.blocktier.gateway.auth.PayloadSignature;
import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a request carries, out of their framing. They are right only once the end is
 * reported; before it they may still prove wrong, by an {@link S3Exception}. Reads straight into
 * the caller's array. Closing it leaves the body open, which is the server's. Not thread-safe.
 */
public final class Payload extends InputStream {

  private final BodyBytes bytes;
  private final long length;
  private final PayloadChecks checks;
  private final Tally tally;
  private @Nullable IOException failure;
  private @Nullable Digests digests;

  private Payload(BodyBytes bytes, long length, PayloadChecks checks) {
    this.bytes = bytes;
    this.length = length;
    this.checks = checks;
    tally = new Tally(checks.algorithms());
  }

  /**
   * Prepares to read a body. Nothing of it is read yet.
   *
   * @param sender what is known of the request
   * @param body the body as the server received it
   * @param rules what the operation wants of it
   * @return the bytes that the body carries
   * @throws S3Exception if the head announces no body that could be right
   */
  public static Payload of(Authentication sender, InputStream body, PayloadRules rules)
      throws S3Exception {
    ClientChecksums client = ClientChecksums.of(sender.head(), rules.checksumHeaders());
    RawBody raw = new RawBody(body);
    return switch (sender.payload()) {
      case PayloadSignature.Unsigned() -> plain(sender, raw, rules, client, Optional.empty());
      case PayloadSignature.Digest(String sha256) ->
          plain(sender, raw, rules, client, Optional.of(sha256));
      case PayloadSignature.UnsignedChunks() ->
          chunked(sender, raw, rules, client, new ChunkGuard.Unsigned());
      case PayloadSignature.SignedChunks(var signing, boolean trailer) ->
          chunked(
              sender,
              raw,
              rules,
              trailer ? client : withoutTrailer(client),
              new ChunkGuard.Signed(signing.chain(), trailer));
    };
  }

  private static Payload plain(
      Authentication sender,
      RawBody raw,
      PayloadRules rules,
      ClientChecksums client,
      Optional<String> sha256)
      throws S3Exception {
    long length = PayloadLength.atMost(rules.maxBytes(), PayloadLength.plain(sender.head()));
    return new Payload(
        new PlainBytes(raw, length),
        length,
        new PayloadChecks(rules, withoutTrailer(client), sha256));
  }

  private static Payload chunked(
      Authentication sender,
      RawBody raw,
      PayloadRules rules,
      ClientChecksums client,
      ChunkGuard guard)
      throws S3Exception {
    RequestHead head = sender.head();
    long length = PayloadLength.atMost(rules.maxBytes(), PayloadLength.chunked(head));
    Set<String> trailers =
        client.trailer().stream().map(ChecksumAlgorithm::header).collect(Collectors.toSet());
    return new Payload(
        new ChunkedBytes(raw, length, guard, new TrailerReader(trailers)),
        length,
        new PayloadChecks(rules, client, Optional.empty()));
  }

  /** Refuses a trailer that nothing would read. */
  private static ClientChecksums withoutTrailer(ClientChecksums client) throws S3Exception {
    if (client.trailer().isPresent()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "x-amz-trailer needs an x-amz-content-sha256 that ends with -TRAILER");
    }
    return client;
  }

  /**
   * Returns how many bytes there will be, as the client says.
   *
   * @return the length without any framing
   */
  public long length() {
    return length;
  }

  /**
   * Returns what was computed of the bytes.
   *
   * @return the digests
   * @throws IllegalStateException if the end has not been reported
   */
  public Digests digests() {
    if (digests == null) {
      throw new IllegalStateException("the payload has not been read to its end");
    }
    return digests;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * Reads at least one byte.
   *
   * @return how many, or -1 if all have been read and are right
   * @throws S3Exception if they are not; every later call throws the same
   * @throws IOException if the server cannot read
   */
  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (failure != null) {
      throw failure;
    }
    if (digests != null) {
      return -1;
    }
    try {
      return count == 0 ? 0 : readUnended(target, offset, count);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private int readUnended(byte[] target, int offset, int count) throws IOException {
    int read = bytes.read(target, offset, count);
    if (read < 0) {
      digests = checks.verify(tally.finish(), bytes.trailers());
    } else {
      tally.update(target, offset, read);
    }
    return read;
  }
}
