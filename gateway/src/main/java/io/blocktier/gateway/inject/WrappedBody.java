package io.blocktier.gateway.inject;

import io.blocktier.gateway.request.Body;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * A body that is written otherwise than it was meant to be.
 *
 * @param inner what it has
 * @param sinks how it is written
 */
record WrappedBody(Body inner, UnaryOperator<Body.Sink> sinks) implements Body.Stream {

  @Override
  public long length() {
    return inner.length();
  }

  @Override
  public void writeTo(Body.Sink sink) throws IOException {
    Body.Sink changed = sinks.apply(sink);
    switch (inner) {
      case Body.Bytes(var content) -> changed.write(content.duplicate());
      case Body.Stream stream -> stream.writeTo(changed);
      case Body.Cut() -> {}
    }
  }

  @Override
  public void close() {
    if (inner instanceof Body.Stream stream) {
      stream.close();
    }
  }
}
