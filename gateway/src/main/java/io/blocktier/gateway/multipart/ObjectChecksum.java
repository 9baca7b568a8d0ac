package io.blocktier.gateway.multipart;

import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.PartAttributes;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.payload.Checksum;
import io.blocktier.gateway.payload.ChecksumAlgorithm;
import io.blocktier.gateway.payload.PartChecksum;
import io.blocktier.gateway.payload.PartChecksums;
import io.blocktier.gateway.request.S3Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checksum of an object that is made of parts.
 *
 * @param checksum the checksum; empty where not all parts have one of the same kind
 * @param composite whether it is that of the parts' checksums
 */
record ObjectChecksum(Optional<Checksum> checksum, boolean composite) {

  static ObjectChecksum of(Upload upload, List<Part> parts) {
    ChecksumAlgorithm algorithm = upload.algorithm().orElse(ChecksumAlgorithm.CRC64NVME);
    List<PartChecksum> sums =
        parts.stream()
            .flatMap(
                part -> part.checksum().map(sum -> new PartChecksum(sum, part.size())).stream())
            .filter(sum -> sum.checksum().algorithm() == algorithm)
            .toList();
    if (sums.size() < parts.size()) {
      return new ObjectChecksum(Optional.empty(), false);
    }
    Checksum whole =
        upload.composite()
            ? PartChecksums.composite(algorithm, sums)
            : PartChecksums.fullObject(algorithm, sums);
    return new ObjectChecksum(Optional.of(whole), upload.composite());
  }

  /** Returns the object's attributes. */
  ObjectAttributes describe(
      ObjectAttributes stated, String etag, Instant now, List<PartAttributes> parts) {
    Map<String, String> sums =
        checksum.map(sum -> Map.of(sum.algorithm().name(), sum.value())).orElse(Map.of());
    Optional<String> type = checksum.map(_ -> composite ? "COMPOSITE" : "FULL_OBJECT");
    return stated.ofParts(etag, sums, type, now, parts);
  }

  /** Holds a request to the checksum that it states of the object. */
  static void check(S3Request request, ObjectAttributes made) throws S3Exception {
    for (Map.Entry<String, String> computed : made.checksums().entrySet()) {
      ChecksumAlgorithm algorithm = ChecksumAlgorithm.valueOf(computed.getKey());
      Optional<String> stated = request.header(algorithm.header());
      if (stated.isPresent() && !bare(stated.get()).equals(bare(computed.getValue()))) {
        throw new S3Exception(S3ErrorCode.BAD_DIGEST);
      }
    }
    Optional<String> type = request.header("x-amz-checksum-type");
    if (type.isPresent() && made.checksumType().isPresent() && !type.equals(made.checksumType())) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "The checksum type is not that of the upload");
    }
  }

  /** Some clients leave out the number of parts. */
  private static String bare(String value) {
    int dash = value.indexOf('-');
    return dash < 0 ? value : value.substring(0, dash);
  }
}
