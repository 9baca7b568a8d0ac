package io.blocktier.gateway.payload;

import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The checksums of a body that its head speaks of.
 *
 * @param contentMd5 of {@code Content-MD5}
 * @param header of a {@code x-amz-checksum-} header
 * @param trailer the algorithm of the checksum that follows the body
 */
record ClientChecksums(
    Optional<Checksum> contentMd5, Optional<Checksum> header, Optional<ChecksumAlgorithm> trailer) {

  private static final String TRAILER = "x-amz-trailer";
  private static final String SDK_ALGORITHM = "x-amz-sdk-checksum-algorithm";
  private static final Set<String> NO_CHECKSUMS = Set.of("algorithm", "mode", "type");

  static ClientChecksums of(RequestHead head, boolean headersCount) throws S3Exception {
    Optional<Checksum> header = headersCount ? header(head) : Optional.empty();
    Optional<ChecksumAlgorithm> trailer = trailer(head);
    if (header.isPresent() && trailer.isPresent()) {
      throw several();
    }
    ClientChecksums checksums = new ClientChecksums(contentMd5(head), header, trailer);
    if (headersCount) {
      checksums.checkSdkAlgorithm(head);
    }
    return checksums;
  }

  /** Returns the algorithm of the checksum that is the object's. */
  Optional<ChecksumAlgorithm> algorithm() {
    return header.map(Checksum::algorithm).or(() -> trailer);
  }

  private static Optional<Checksum> contentMd5(RequestHead head) throws S3Exception {
    Optional<String> text = head.header("content-md5");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Checksum.parse(ChecksumAlgorithm.MD5, text.get())
            .orElseThrow(() -> new S3Exception(S3ErrorCode.INVALID_DIGEST)));
  }

  private static Optional<Checksum> header(RequestHead head) throws S3Exception {
    List<String> names =
        head.headerNames().stream().filter(ClientChecksums::namesChecksum).toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    String name = names.getFirst();
    List<String> values = head.headers(name);
    if (names.size() > 1 || values.size() > 1) {
      throw several();
    }
    ChecksumAlgorithm algorithm =
        algorithm(name)
            .orElseThrow(() ->
                refused("The algorithm type you specified in x-amz-checksum- header is invalid."));
    return Optional.of(
        Checksum.parse(algorithm, values.getFirst()).orElseThrow(() -> invalidValue(name)));
  }

  private static boolean namesChecksum(String header) {
    return header.startsWith(ChecksumAlgorithm.HEADER_PREFIX)
        && !NO_CHECKSUMS.contains(header.substring(ChecksumAlgorithm.HEADER_PREFIX.length()));
  }

  private static Optional<ChecksumAlgorithm> algorithm(String header) {
    return header.startsWith(ChecksumAlgorithm.HEADER_PREFIX)
        ? ChecksumAlgorithm.named(header.substring(ChecksumAlgorithm.HEADER_PREFIX.length()))
        : Optional.empty();
  }

  private static Optional<ChecksumAlgorithm> trailer(RequestHead head) throws S3Exception {
    Set<String> names =
        head.headers(TRAILER).stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    if (names.isEmpty()) {
      return Optional.empty();
    }
    if (names.size() > 1) {
      throw several();
    }
    return Optional.of(
        algorithm(names.iterator().next())
            .orElseThrow(
                () -> refused("The value specified in the x-amz-trailer header is not supported")));
  }

  private void checkSdkAlgorithm(RequestHead head) throws S3Exception {
    Optional<String> name = head.header(SDK_ALGORITHM);
    if (name.isEmpty()) {
      return;
    }
    if (algorithm().isEmpty()) {
      throw refused(
          SDK_ALGORITHM
              + " specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were"
              + " found.");
    }
    if (!ChecksumAlgorithm.named(name.get()).equals(algorithm())) {
      throw invalidValue(SDK_ALGORITHM);
    }
  }

  static S3Exception invalidValue(String header) {
    return refused("Value for " + header + " header is invalid.");
  }

  private static S3Exception several() {
    return refused(
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }

  private static S3Exception refused(String message) {
    return new S3Exception(S3ErrorCode.INVALID_REQUEST, message);
  }
}
