package io.blocktier.blockstore.s3.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/**
 * One version of an object.
 *
 * @param etag without quotes
 * @param checksum what {@code x-amz-checksum-crc32c} gave, or empty
 * @param kept headers that come back: metadata, storage class, encryption
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes
record StoredObject(
    byte[] bytes, String etag, String checksum, Map<String, String> kept, Instant written) {

  static StoredObject of(byte[] bytes, String etag, String checksum, Map<String, String> kept) {
    return new StoredObject(
        bytes, etag, checksum, kept, Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  String storageClass() {
    return kept.getOrDefault("x-amz-storage-class", "STANDARD");
  }

  Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>(kept);
    headers.remove("x-amz-storage-class", "STANDARD");
    headers.put("ETag", '"' + etag + '"');
    headers.put("Accept-Ranges", "bytes");
    headers.put(
        "Last-Modified",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(written.atZone(ZoneOffset.UTC)));
    return headers;
  }
}
