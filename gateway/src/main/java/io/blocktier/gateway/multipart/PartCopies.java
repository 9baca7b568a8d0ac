package io.blocktier.gateway.multipart;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.SourceChecksums;
import io.blocktier.gateway.payload.Checksum;
import io.blocktier.gateway.payload.PartEtags;
import io.blocktier.gateway.request.S3Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes parts from ranges of objects. Thread-safe. */
public final class PartCopies {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private final Assembly assembly;
  private final SourceChecksums checksums;

  /** Copies by these. */
  public PartCopies(Assembly assembly, SourceChecksums checksums) {
    this.assembly = assembly;
    this.checksums = checksums;
  }

  /**
   * A part that was copied.
   *
   * @param etag in the form of an MD5. It is that of the bytes only where the whole of an object
   *     was copied whose MD5 is known; otherwise it follows from the source's version and the
   *     range, as the bytes need not be read here
   * @param size how many bytes it has
   * @param checksum of the kind that the upload has, where it has one
   */
  record Copied(String etag, long size, Optional<Checksum> checksum) {}

  /** Copies what a request names into a block. */
  Copied copy(S3Request request, StoredObject source, Upload upload, BlockKey data)
      throws IOException {
    ByteRange range = range(request.header("x-amz-copy-source-range"), source.size());
    Optional<Checksum> checksum =
        upload.algorithm().isEmpty()
            ? Optional.empty()
            : Optional.of(checksums.of(source, range, upload.algorithm().get()));
    assembly.copy(source, range, data);
    return new Copied(etag(source, range), range.length(), checksum);
  }

  private static String etag(StoredObject source, ByteRange range) {
    String known = source.attributes().etag();
    if (range.length() == source.size() && MD5.matcher(known).matches()) {
      return known;
    }
    String version = source.stat().key() + " " + known + " " + range;
    String hex = HexFormat.of().formatHex(version.getBytes(StandardCharsets.UTF_8));
    String combined = PartEtags.combine(List.of(hex));
    return combined.substring(0, combined.indexOf('-'));
  }

  /** A range of a copy is not clamped. */
  private static ByteRange range(Optional<String> header, long size) throws S3Exception {
    if (header.isEmpty()) {
      return ByteRange.of(0, size);
    }
    Matcher matcher = RANGE.matcher(header.get());
    if (!matcher.matches()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "The x-amz-copy-source-range value must be of the form bytes=first-last");
    }
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    if (first > last || last >= size) {
      throw new S3Exception(
          S3ErrorCode.INVALID_RANGE,
          "Range specified is not valid for source object of size: " + size);
    }
    return ByteRange.of(first, last - first + 1);
  }
}
