package io.blocktier.blockstore.s3.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One answer. A HEAD is answered with the length of a body that is not sent. */
@SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes
record Response(int status, Map<String, String> headers, byte[] body) {

  private static final byte[] NOTHING = {};

  static Response empty(int status) {
    return new Response(status, new LinkedHashMap<>(), NOTHING);
  }

  static Response xml(int status, String document) {
    String text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + document;
    return new Response(status, new LinkedHashMap<>(), text.getBytes(StandardCharsets.UTF_8));
  }

  Response with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, more, body);
  }

  Response with(Map<String, String> others) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.putAll(others);
    return new Response(status, more, body);
  }

  Response withBody(byte[] bytes) {
    return new Response(status, headers, bytes);
  }
}
