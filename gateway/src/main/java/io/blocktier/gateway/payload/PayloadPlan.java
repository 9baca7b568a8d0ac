package io.blocktier.gateway.payload;

import io.blocktier.gateway.auth.Authentication;
import io.blocktier.gateway.auth.PayloadSignature;
import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a body is to be read.
 *
 * @param bytes what takes its framing off
 * @param length how many bytes it carries
 * @param checks what those have to be
 */
record PayloadPlan(BodyBytes bytes, long length, PayloadChecks checks) {

  /** What the head says about the body. */
  private record Opening(
      Authentication sender, RawBody raw, PayloadRules rules, ClientChecksums client) {

    PayloadPlan plain(Optional<String> sha256) throws S3Exception {
      refuseTrailer();
      long length = PayloadLength.atMost(rules.maxBytes(), PayloadLength.plain(sender.head()));
      return new PayloadPlan(
          new PlainBytes(raw, length), length, new PayloadChecks(rules, client, sha256));
    }

    PayloadPlan chunked(ChunkGuard guard) throws S3Exception {
      long length = PayloadLength.atMost(rules.maxBytes(), PayloadLength.chunked(sender.head()));
      Set<String> trailers =
          client.trailer().stream().map(ChecksumAlgorithm::header).collect(Collectors.toSet());
      return new PayloadPlan(
          new ChunkedBytes(raw, length, guard, new TrailerReader(trailers)),
          length,
          new PayloadChecks(rules, client, Optional.empty()));
    }

    PayloadPlan signed(PayloadSignature.SignedChunks chunks) throws S3Exception {
      if (!chunks.trailer()) {
        refuseTrailer();
      }
      return chunked(new ChunkGuard.Signed(chunks.signing().chain(), chunks.trailer()));
    }

    /** Nothing would read it. */
    private void refuseTrailer() throws S3Exception {
      if (client.trailer().isPresent()) {
        throw new S3Exception(
            S3ErrorCode.INVALID_REQUEST,
            "x-amz-trailer needs an x-amz-content-sha256 that ends with -TRAILER");
      }
    }
  }

  /** Bytes that have been taken out of another framing already. */
  static PayloadPlan unmeasured(RequestHead head, InputStream bytes, long most, PayloadRules rules)
      throws S3Exception {
    ClientChecksums client = ClientChecksums.of(head, rules.checksumHeaders());
    PayloadChecks checks = new PayloadChecks(rules, client, Optional.empty());
    return new PayloadPlan(new OpenEndedBytes(bytes), most, checks);
  }

  static PayloadPlan of(Authentication sender, InputStream body, PayloadRules rules)
      throws S3Exception {
    ClientChecksums client = ClientChecksums.of(sender.head(), rules.checksumHeaders());
    Opening opening = new Opening(sender, new RawBody(body), rules, client);
    return switch (sender.payload()) {
      case PayloadSignature.Unsigned() -> opening.plain(Optional.empty());
      case PayloadSignature.Digest(String sha256) -> opening.plain(Optional.of(sha256));
      case PayloadSignature.UnsignedChunks() -> opening.chunked(new ChunkGuard.Unsigned());
      case PayloadSignature.SignedChunks chunks -> opening.signed(chunks);
    };
  }
}
