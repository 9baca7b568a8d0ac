package io.blocktier.gateway.payload;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the bytes of a body have to be, and what is to be computed of them.
 *
 * @param rules what the operation wants
 * @param client what the client says
 * @param sha256 the digest that is signed, in lower-case hexadecimal
 */
record PayloadChecks(PayloadRules rules, ClientChecksums client, Optional<String> sha256) {

  /** Returns the checksums that are needed, none twice. */
  Set<ChecksumAlgorithm> algorithms() {
    Set<ChecksumAlgorithm> algorithms = EnumSet.noneOf(ChecksumAlgorithm.class);
    objectAlgorithm().ifPresent(algorithms::add);
    if (rules.md5() || client.contentMd5().isPresent()) {
      algorithms.add(ChecksumAlgorithm.MD5);
    }
    if (sha256.isPresent()) {
      algorithms.add(ChecksumAlgorithm.SHA256);
    }
    return algorithms;
  }

  /** Compares everything that was promised with what was computed. */
  Digests verify(ComputedChecksums computed, Map<String, String> trailers) throws S3Exception {
    if (sha256.isPresent()) {
      verifySha256(sha256.get(), computed.hex(ChecksumAlgorithm.SHA256));
    }
    if (client.contentMd5().isPresent()) {
      verify(client.contentMd5().get(), computed, "Content-MD5");
    }
    Optional<Checksum> promised = promised(trailers);
    if (promised.isPresent()) {
      verify(promised.get(), computed, promised.get().algorithm().name());
    }
    return new Digests(
        rules.md5() ? Optional.of(computed.hex(ChecksumAlgorithm.MD5)) : Optional.empty(),
        objectAlgorithm().map(computed::checksum));
  }

  private Optional<ChecksumAlgorithm> objectAlgorithm() {
    return client.algorithm().or(rules::fallback);
  }

  private Optional<Checksum> promised(Map<String, String> trailers) throws S3Exception {
    if (client.trailer().isEmpty()) {
      return client.header();
    }
    ChecksumAlgorithm algorithm = client.trailer().get();
    return Optional.of(
        Checksum.parse(algorithm, trailers.getOrDefault(algorithm.header(), ""))
            .orElseThrow(() -> ClientChecksums.invalidValue(algorithm.header())));
  }

  private static void verifySha256(String promised, String computed) throws S3Exception {
    if (!promised.equals(computed)) {
      throw new S3Exception(
          S3ErrorCode.X_AMZ_CONTENT_SHA256_MISMATCH,
          S3ErrorCode.X_AMZ_CONTENT_SHA256_MISMATCH.text(),
          Map.of("ClientComputedContentSHA256", promised, "S3ComputedContentSHA256", computed));
    }
  }

  private static void verify(Checksum promised, ComputedChecksums computed, String name)
      throws S3Exception {
    Checksum found = computed.checksum(promised.algorithm());
    if (!found.equals(promised)) {
      throw new S3Exception(
          S3ErrorCode.BAD_DIGEST,
          "The " + name + " you specified did not match the calculated checksum.",
          Map.of("ExpectedDigest", promised.value(), "CalculatedDigest", found.value()));
    }
  }
}
