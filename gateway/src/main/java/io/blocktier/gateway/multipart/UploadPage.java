package io.blocktier.gateway.multipart;

import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Query;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One page of the uploads of a bucket, which come in any order: of all that were seen it keeps no
 * more than the first that are asked for, and one to know whether there are more. For one thread.
 */
final class UploadPage {

  private static final int MAX_UPLOADS = 1000;

  private final String prefix;
  private final String delimiter;
  private final String keyMarker;
  private final String idMarker;
  private final int most;
  private final TreeSet<Line> lines = new TreeSet<>(Line.ORDER);

  /**
   * A line of a page.
   *
   * @param key the upload's, or what the keys of several begin with
   * @param upload empty where several are folded
   */
  record Line(String key, Optional<Upload> upload) {

    /** Uploads of one key are in the order in which they began, which their names keep. */
    private static final Comparator<Line> ORDER =
        Comparator.comparing(Line::key, UploadPage::compare).thenComparing(Line::id);

    String id() {
      return upload.map(Upload::id).orElse("");
    }
  }

  private UploadPage(String prefix, String delimiter, String keyMarker, String idMarker, int most) {
    this.prefix = prefix;
    this.delimiter = delimiter;
    this.keyMarker = keyMarker;
    this.idMarker = idMarker;
    this.most = most;
  }

  static UploadPage of(Query query) throws S3Exception {
    return new UploadPage(
        query.get("prefix").orElse(""),
        query.get("delimiter").orElse(""),
        query.get("key-marker").orElse(""),
        query.get("upload-id-marker").orElse(""),
        query.number("max-uploads", MAX_UPLOADS, 0, MAX_UPLOADS));
  }

  String prefix() {
    return prefix;
  }

  String delimiter() {
    return delimiter;
  }

  String keyMarker() {
    return keyMarker;
  }

  String idMarker() {
    return idMarker;
  }

  int most() {
    return most;
  }

  /** Takes an upload, unless it belongs on another page. */
  void offer(Upload upload) {
    if (!upload.key().startsWith(prefix) || !isBehindMarker(upload)) {
      return;
    }
    Line line = line(upload);
    boolean foldedBefore = line.upload().isEmpty() && line.key().equals(keyMarker);
    if (!foldedBefore) {
      lines.add(line);
    }
    if (lines.size() > most + 1) {
      lines.pollLast();
    }
  }

  List<Line> lines() {
    return lines.stream().limit(most).toList();
  }

  boolean truncated() {
    return most > 0 && lines.size() > most;
  }

  /** Without a marker for the upload, all uploads of the key that is the marker are passed over. */
  private boolean isBehindMarker(Upload upload) {
    int order = compare(upload.key(), keyMarker);
    return order > 0 || (order == 0 && !idMarker.isEmpty() && upload.id().compareTo(idMarker) > 0);
  }

  /** The order of S3 is that of bytes of UTF-8, which is not that of characters of Java. */
  private static int compare(String key, String other) {
    return Arrays.compareUnsigned(
        key.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private Line line(Upload upload) {
    int at = delimiter.isEmpty() ? -1 : upload.key().indexOf(delimiter, prefix.length());
    return at < 0
        ? new Line(upload.key(), Optional.of(upload))
        : new Line(upload.key().substring(0, at + delimiter.length()), Optional.empty());
  }
}
