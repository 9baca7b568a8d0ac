package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.wire.Keys;
import java.util.Map;
import org.apache.opendal.AsyncOperator;
import org.apache.opendal.Operator;
import org.apache.opendal.ReadOptions;

/** Apache OpenDAL, whose callers wait in native code. */
final class OpenDal implements Client {

  private final AsyncOperator source;
  private final Operator operator;

  OpenDal(Server server) {
    Keys keys = server.keys().orElseThrow();
    Map<String, String> settings =
        Map.of(
            "root",
            "/",
            "bucket",
            server.bucket(),
            "endpoint",
            server.uri().toString(),
            "region",
            "us-east-1",
            "access_key_id",
            keys.id(),
            "secret_access_key",
            keys.secret(),
            "disable_config_load",
            "true",
            "disable_ec2_metadata",
            "true");
    this.source = AsyncOperator.of("s3", settings);
    this.operator = source.blocking();
  }

  @Override
  public void put(int thread, String key, byte[] bytes) {
    operator.write(key, bytes);
  }

  @Override
  public long get(int thread, String key, Part part) {
    byte[] came =
        part.whole()
            ? operator.read(key)
            : operator.read(
                key, ReadOptions.builder().offset(part.offset()).length(part.length()).build());
    return came.length;
  }

  @Override
  public void close() {
    operator.close();
    source.close();
  }
}
