package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.benchmarks.server.BlocktierServer;
import io.blocktier.benchmarks.server.CannedServer;
import io.blocktier.benchmarks.server.ScriptServer;
import io.blocktier.benchmarks.server.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Whom clients talk to. */
enum ServerKind {
  CANNED("canned", true),
  GATEWAY("gateway", true),
  S3PROXY("s3proxy", false),
  CEPH_RGW("ceph-rgw", false);

  private final String label;
  private final boolean delays;

  ServerKind(String label, boolean delays) {
    this.label = label;
    this.delays = delays;
  }

  String label() {
    return label;
  }

  /** Tells whether it can be told to answer late. */
  boolean delays() {
    return delays;
  }

  /** Tells whether it can be had on this machine. */
  boolean present() {
    return switch (this) {
      case CANNED, GATEWAY -> true;
      case S3PROXY -> ScriptServer.S3PROXY.absence().isEmpty();
      case CEPH_RGW -> ScriptServer.CEPH_RGW.absence().isEmpty();
    };
  }

  /** Tells whether it keeps what is put, so that it has to be put before it is read. */
  boolean keeps() {
    return this != CANNED;
  }

  Server start(Path directory, Duration delay) throws IOException {
    return switch (this) {
      case CANNED -> CannedServer.start(directory, delay);
      case GATEWAY -> BlocktierServer.overMemory(directory, delay);
      case S3PROXY -> ScriptServer.S3PROXY.start(directory);
      case CEPH_RGW -> ScriptServer.CEPH_RGW.start(directory);
    };
  }

  /** Returns how far what is durable lags behind what is acknowledged. */
  DurableLag lag() {
    return switch (this) {
      case CANNED -> DurableLag.unbounded("the server keeps nothing");
      case GATEWAY -> DurableLag.unbounded("the server keeps it in memory");
      case S3PROXY -> DurableLag.unbounded("the server forces no file");
      case CEPH_RGW -> DurableLag.none("the server syncs it before it is acknowledged");
    };
  }
}
