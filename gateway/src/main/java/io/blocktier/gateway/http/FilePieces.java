package io.blocktier.gateway.http;

import io.blocktier.blockstore.spi.BlockFile;
import io.blocktier.gateway.request.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Response;

/**
 * Sends files by the kernel, in pieces. Jetty counts the bytes of an answer by its buffers, so each
 * piece has one that stands for it: as long, and never looked into, as the connection puts the
 * bytes of the file in its place. Thread-safe.
 */
final class FilePieces {

  /** The most bytes of a piece: few calls for an object, and a bound for the pace of a client. */
  private static final int PIECE_BYTES = 1 << 20;

  private final ByteBuffer nothing = ByteBuffer.allocateDirect(PIECE_BYTES).asReadOnlyBuffer();

  /** Tells whether an answer goes out as it is: what encrypts it needs its bytes. */
  boolean fit(Response response) {
    return endPoint(response) instanceof TimedEndPoint;
  }

  /** Hands a file to a sink, piece by piece. */
  void of(Response response, BlockFile file, Body.Sink sink) throws IOException {
    TimedEndPoint connection = (TimedEndPoint) endPoint(response);
    long end = file.range().offset() + file.range().length();
    long at = file.range().offset();
    while (at < end) {
      int size = (int) Math.min(PIECE_BYTES, end - at);
      ByteBuffer piece = nothing.duplicate().limit(size);
      connection.expect(new FilePiece(file.channel(), at, piece));
      sink.write(piece);
      at += size;
    }
  }

  private static EndPoint endPoint(Response response) {
    return response.getRequest().getConnectionMetaData().getConnection().getEndPoint();
  }
}
