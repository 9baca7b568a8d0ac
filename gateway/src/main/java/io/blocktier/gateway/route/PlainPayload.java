package io.blocktier.gateway.route;

import io.blocktier.gateway.request.Payload;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;

/** Bytes as they are on the wire. */
record PlainPayload(InputStream stream, long announced) implements Payload {

  @Override
  public OptionalLong length() {
    return announced < 0 ? OptionalLong.empty() : OptionalLong.of(announced);
  }

  @Override
  public Map<String, String> checksums() {
    return Map.of();
  }
}
