package io.blocktier.benchmarks.peers.hadoop;

import io.blocktier.benchmarks.client.Client;
import io.blocktier.benchmarks.client.Drain;
import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.wire.Keys;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;

/**
 * S3A, told what its callers know: that a file may be created without a look at what is there, how
 * long it is, and how it is going to be read. Without, each operation has further requests.
 */
final class S3a implements Client {

  /** Lets S3A choose. */
  static final String DEFAULT_STREAMS = "default";

  /** Each file that is written has as much at once; of the default, 64M, 64 callers need 4 GiB. */
  private static final String BUFFER = "8M";

  private static final String CREATE_AT_ONCE = "fs.s3a.create.performance";

  private final FileSystem files;
  private final Path root;
  private final Drain[] drains;
  private final byte[][] buffers;

  private S3a(FileSystem files, URI root, int inFlight) {
    this.files = files;
    this.root = new Path(root);
    this.drains = Drain.ofThreads(inFlight);
    this.buffers = new byte[inFlight][0];
  }

  static S3a open(Server server, int inFlight, String streams) throws IOException {
    URI root = URI.create("s3a://" + server.bucket() + "/");
    return new S3a(FileSystem.newInstance(root, configuration(server, streams)), root, inFlight);
  }

  private static Configuration configuration(Server server, String streams) {
    Keys keys = server.keys().orElseThrow();
    Configuration configuration = new Configuration();
    configuration.set("fs.s3a.endpoint", server.uri().toString());
    configuration.set("fs.s3a.endpoint.region", "us-east-1");
    configuration.set("fs.s3a.path.style.access", "true");
    configuration.set("fs.s3a.connection.ssl.enabled", "false");
    configuration.set(
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    configuration.set("fs.s3a.access.key", keys.id());
    configuration.set("fs.s3a.secret.key", keys.secret());
    configuration.set("fs.s3a.fast.upload.buffer", "bytebuffer");
    configuration.set("fs.s3a.multipart.size", BUFFER);
    configuration.set("fs.s3a.input.stream.type", streams);
    return configuration;
  }

  @Override
  public void put(int thread, String key, byte[] bytes) throws IOException {
    FSDataOutputStreamBuilder<?, ?> file = files.createFile(new Path(root, key));
    try (FSDataOutputStream out =
        file.overwrite(true).recursive().must(CREATE_AT_ONCE, true).build()) {
      out.write(bytes);
    }
  }

  @Override
  public long get(int thread, String key, Part part) throws Exception {
    try (FSDataInputStream in = open(key, part)) {
      return part.whole()
          ? drains[thread].drain(in)
          : read(in, part, buffer(thread, part.length()));
    }
  }

  private FSDataInputStream open(String key, Part part) throws Exception {
    String policy =
        part.whole()
            ? OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_WHOLE_FILE
            : OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_RANDOM;
    return files
        .openFile(new Path(root, key))
        .must(OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY, policy)
        .mustLong(OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, part.ofBytes())
        .build()
        .get();
  }

  private static long read(FSDataInputStream in, Part part, byte[] target) throws IOException {
    in.readFully(part.offset(), target, 0, part.length());
    return part.length();
  }

  private byte[] buffer(int thread, int length) {
    if (buffers[thread].length < length) {
      buffers[thread] = new byte[length];
    }
    return buffers[thread];
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
