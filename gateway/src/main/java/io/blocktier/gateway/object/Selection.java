package io.blocktier.gateway.object;

import io.blocktier.blockstore.ByteRange;
import io.blocktier.gateway.attribute.PartAttributes;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.S3Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What of an object is sent.
 *
 * @param object the object
 * @param range the bytes, within the object
 * @param partial whether a part was asked for, be it all there is
 * @param part the part that was asked for by its number
 */
record Selection(
    StoredObject object, ByteRange range, boolean partial, Optional<PartAttributes> part) {

  private static final int MAX_PARTS = 10_000;

  /** Reads what a request asks for. */
  static Selection of(S3Request request, StoredObject object) throws S3Exception {
    Optional<RangeHeader> range = RangeHeader.parse(request.header("range"));
    boolean byPart = request.query().has("partNumber");
    if (byPart && range.isPresent()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "Cannot specify both Range header and partNumber");
    }
    if (byPart) {
      return part(object, partNumber(request));
    }
    ByteRange whole = ByteRange.of(0, object.size());
    ByteRange bytes = range.isPresent() ? range.get().within(object.size()) : whole;
    return new Selection(object, bytes, range.isPresent(), Optional.empty());
  }

  /** Returns the number of the object's parts where one was asked for, else 0. */
  int parts() {
    return part.isPresent() ? object.attributes().parts().size() : 0;
  }

  /** Returns the header that says which bytes these are. */
  String contentRange() {
    long last = range.offset() + range.length() - 1;
    return String.format(Locale.ROOT, "bytes %d-%d/%d", range.offset(), last, object.size());
  }

  /** Adds checksums of exactly what is sent; some clients fail on those of more. */
  void addChecksums(Headers headers) {
    if (part.isPresent()) {
      part.get()
          .checksums()
          .forEach((name, sum) -> headers.add("x-amz-checksum-" + lower(name), sum));
    } else if (!partial) {
      ObjectHeaders.addChecksums(headers, object.attributes());
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static int partNumber(S3Request request) throws S3Exception {
    int number = request.query().number("partNumber", 1, 1, MAX_PARTS + 1);
    if (number > MAX_PARTS) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "Part number must be an integer between 1 and 10000, inclusive",
          Map.of(
              "ArgumentName",
              "partNumber",
              "ArgumentValue",
              request.query().require("partNumber")));
    }
    return number;
  }

  private static Selection part(StoredObject object, int number) throws S3Exception {
    List<PartAttributes> parts = object.attributes().parts();
    if (parts.isEmpty() && number == 1) {
      return new Selection(
          object, ByteRange.of(0, object.size()), object.size() > 0, Optional.empty());
    }
    long offset = 0;
    for (int i = 0; i < parts.size(); i++) {
      if (i == number - 1) {
        ByteRange range = ByteRange.of(offset, parts.get(i).size());
        return new Selection(object, range, true, Optional.of(parts.get(i)));
      }
      offset += parts.get(i).size();
    }
    throw new S3Exception(
        S3ErrorCode.INVALID_PART_NUMBER,
        S3ErrorCode.INVALID_PART_NUMBER.text(),
        Map.of(
            "ActualPartCount", Integer.toString(Math.max(1, parts.size())),
            "PartNumberRequested", Integer.toString(number)));
  }
}
