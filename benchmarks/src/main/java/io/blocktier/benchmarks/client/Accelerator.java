package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.server.Server;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.s3.analyticsaccelerator.S3SdkObjectClient;
import software.amazon.s3.analyticsaccelerator.S3SeekableInputStream;
import software.amazon.s3.analyticsaccelerator.S3SeekableInputStreamConfiguration;
import software.amazon.s3.analyticsaccelerator.S3SeekableInputStreamFactory;
import software.amazon.s3.analyticsaccelerator.util.InputPolicy;
import software.amazon.s3.analyticsaccelerator.util.OpenStreamInformation;
import software.amazon.s3.analyticsaccelerator.util.S3URI;

/**
 * The analytics accelerator over the CRT client. What it reads in order it forgets when the stream
 * is closed; of other streams it keeps what it has read, for those that come.
 */
final class Accelerator implements Client {

  private final S3SeekableInputStreamFactory streams;
  private final String bucket;
  private final Drain[] drains;
  private final byte[] @Nullable [] buffers;

  Accelerator(Server server, int inFlight) {
    this.streams =
        new S3SeekableInputStreamFactory(
            new S3SdkObjectClient(Sdk.crt(server)), S3SeekableInputStreamConfiguration.DEFAULT);
    this.bucket = server.bucket();
    this.drains = Drain.ofThreads(inFlight);
    this.buffers = new byte[inFlight][];
  }

  @Override
  public void put(int thread, String key, byte[] bytes) {
    throw new UnsupportedOperationException("the accelerator reads alone");
  }

  @Override
  public long get(int thread, String key, Part part) throws IOException {
    InputPolicy policy = part.whole() ? InputPolicy.Sequential : InputPolicy.None;
    OpenStreamInformation how = OpenStreamInformation.builder().inputPolicy(policy).build();
    try (S3SeekableInputStream in = streams.createStream(S3URI.of(bucket, key), how)) {
      if (part.whole()) {
        return drains[thread].drain(in);
      }
      in.readFully(part.offset(), buffer(thread, part.length()), 0, part.length());
      return part.length();
    }
  }

  private byte[] buffer(int thread, int length) {
    byte[] buffer = buffers[thread];
    if (buffer == null) {
      buffer = new byte[length];
      buffers[thread] = buffer;
    }
    return buffer;
  }

  @Override
  public void close() throws IOException {
    streams.close();
  }
}
