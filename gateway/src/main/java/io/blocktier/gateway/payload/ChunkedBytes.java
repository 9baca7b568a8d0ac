package io.blocktier.gateway.payload;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;
import java.util.Map;

/**
 * A body in chunks ({@code aws-chunked}). The last bytes of a chunk are handed on only when its
 * signature has proved right.
 */
final class ChunkedBytes implements BodyBytes {

  private final FramedInput in;
  private final ChunkGuard guard;
  private final TrailerReader trailerReader;
  private long owed;
  private long remaining;
  private String signature = "";
  private boolean first = true;
  private boolean ended;
  private Map<String, String> trailers = Map.of();

  /** Reads a body that carries as many bytes as its head says. */
  ChunkedBytes(RawBody raw, long length, ChunkGuard guard, TrailerReader trailerReader) {
    in = new FramedInput(raw);
    owed = length;
    this.guard = guard;
    this.trailerReader = trailerReader;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (remaining == 0 && !beginChunk()) {
      return -1;
    }
    int count = in.readSome(target, offset, (int) Math.min(length, remaining));
    guard.update(target, offset, count);
    remaining -= count;
    if (remaining == 0) {
      guard.endChunk(signature);
    }
    return count;
  }

  @Override
  public Map<String, String> trailers() {
    return trailers;
  }

  private boolean beginChunk() throws IOException {
    if (ended) {
      return false;
    }
    endData();
    ChunkHeader header = ChunkHeader.parse(in.readLine());
    if (header.size() > owed || (header.size() == 0 && owed > 0)) {
      throw new S3Exception(
          S3ErrorCode.INCOMPLETE_BODY,
          "The chunks do not carry as many bytes as x-amz-decoded-content-length says");
    }
    signature = header.signature();
    remaining = header.size();
    owed -= remaining;
    if (remaining == 0) {
      end();
    }
    return !ended;
  }

  private void endData() throws IOException {
    if (!first && !in.readLine().isEmpty()) {
      throw new S3Exception(S3ErrorCode.INCOMPLETE_BODY, "A chunk is longer than it says");
    }
    first = false;
  }

  private void end() throws IOException {
    guard.endChunk(signature);
    trailers = trailerReader.read(in, guard);
    in.readEnd();
    ended = true;
  }
}
