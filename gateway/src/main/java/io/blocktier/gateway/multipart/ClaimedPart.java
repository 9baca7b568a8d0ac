package io.blocktier.gateway.multipart;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.EtagList;
import io.blocktier.gateway.payload.Checksum;
import io.blocktier.gateway.payload.ChecksumAlgorithm;
import io.blocktier.gateway.xml.XmlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A part as the completion of an upload names it.
 *
 * @param number its number
 * @param etag its ETag without quotes
 * @param checksums in Base64, by algorithm in upper case
 */
record ClaimedPart(int number, String etag, Map<String, String> checksums) {

  private static final String CHECKSUM = "Checksum";

  /** Reads the parts of a document, which have to ascend. */
  static List<ClaimedPart> list(XmlNode root) throws S3Exception {
    List<ClaimedPart> parts = new ArrayList<>();
    int last = 0;
    for (XmlNode node : root.named("CompleteMultipartUpload").all("Part")) {
      ClaimedPart part = of(node);
      if (part.number <= last) {
        throw new S3Exception(S3ErrorCode.INVALID_PART_ORDER);
      }
      last = part.number;
      parts.add(part);
    }
    if (parts.isEmpty() || parts.size() > UploadParts.MAX_PARTS) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
    return parts;
  }

  /**
   * Insists on the checksum of each part where the object's is made of them: a part that was sent
   * twice would otherwise be the one that came last, whichever is meant.
   */
  static void requireChecksums(List<ClaimedPart> parts, Upload upload) throws S3Exception {
    Optional<String> algorithm =
        upload.algorithm().filter(_ -> upload.composite()).map(ChecksumAlgorithm::name);
    if (algorithm.isEmpty()) {
      return;
    }
    for (ClaimedPart part : parts) {
      if (!part.checksums.containsKey(algorithm.get())) {
        throw new S3Exception(
            S3ErrorCode.INVALID_REQUEST,
            "The upload was created using a "
                + algorithm.get().toLowerCase(Locale.ROOT)
                + " checksum. The complete request must include the checksum for each part. It was"
                + " missing for part "
                + part.number
                + " in the request.");
      }
    }
  }

  /** Returns the part that is meant. */
  Part check(Optional<Part> found) throws S3Exception {
    Part part =
        found.filter(one -> one.etag().equals(etag)).orElseThrow(() -> invalid("ETag", etag));
    for (Map.Entry<String, String> claimed : checksums.entrySet()) {
      boolean same =
          part.checksum()
              .filter(sum -> sum.algorithm().name().equals(claimed.getKey()))
              .map(Checksum::value)
              .filter(claimed.getValue()::equals)
              .isPresent();
      if (!same) {
        throw invalid(CHECKSUM + claimed.getKey(), claimed.getValue());
      }
    }
    return part;
  }

  private S3Exception invalid(String name, String value) {
    return new S3Exception(
        S3ErrorCode.INVALID_PART,
        S3ErrorCode.INVALID_PART.text(),
        Map.of("PartNumber", Integer.toString(number), name, value));
  }

  private static ClaimedPart of(XmlNode node) throws S3Exception {
    try {
      int number = Integer.parseInt(node.requireText("PartNumber").strip());
      Map<String, String> checksums = new TreeMap<>();
      for (XmlNode child : node.children()) {
        if (child.name().startsWith(CHECKSUM)) {
          checksums.put(child.name().substring(CHECKSUM.length()), child.text().strip());
        }
      }
      return new ClaimedPart(number, EtagList.bare(node.requireText("ETag")), checksums);
    } catch (NumberFormatException e) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
  }
}
