package io.blocktier.benchmarks.peers.iceberg;

import io.blocktier.benchmarks.client.Client;
import io.blocktier.benchmarks.client.Drain;
import java.io.IOException;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;

/** S3FileIO, told how long files are, as a table knows it: else it would ask. */
final class FileIo implements Client {

  private final S3FileIO files;
  private final String root;
  private final Drain[] drains;
  private final byte[][] buffers;

  FileIo(S3FileIO files, String bucket, int inFlight) {
    this.files = files;
    this.root = "s3://" + bucket + "/";
    this.drains = Drain.ofThreads(inFlight);
    this.buffers = new byte[inFlight][0];
  }

  @Override
  public void put(int thread, String key, byte[] bytes) throws IOException {
    try (PositionOutputStream out = files.newOutputFile(root + key).createOrOverwrite()) {
      out.write(bytes);
    }
  }

  @Override
  public long get(int thread, String key, Part part) throws IOException {
    try (SeekableInputStream in = files.newInputFile(root + key, part.ofBytes()).newStream()) {
      if (part.whole()) {
        return drains[thread].drain(in);
      }
      ((RangeReadable) in)
          .readFully(part.offset(), buffer(thread, part.length()), 0, part.length());
      return part.length();
    }
  }

  private byte[] buffer(int thread, int length) {
    if (buffers[thread].length < length) {
      buffers[thread] = new byte[length];
    }
    return buffers[thread];
  }

  @Override
  public void close() {
    files.close();
  }
}
