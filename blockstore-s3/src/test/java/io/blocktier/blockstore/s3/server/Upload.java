package io.blocktier.blockstore.s3.server;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A multipart upload under way. */
record Upload(
    String key, boolean checked, Map<String, String> kept, NavigableMap<Integer, Part> parts) {

  @SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes
  record Part(byte[] bytes, String etag) {}

  static Upload of(String key, boolean checked, Map<String, String> kept) {
    return new Upload(key, checked, kept, new TreeMap<>());
  }
}
