package io.blocktier.benchmarks.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.benchmarks.wire.Signer;
import io.blocktier.benchmarks.wire.Wire;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;

/** All keys are deleted, up to a thousand by a request, shared evenly by the connections. */
final class Deletions implements Workload {

  private static final int MOST_OF_REQUEST = 1000;
  private static final byte[] BYTES = {1};

  private final Bucket bucket;
  private final int keys;
  private final int connections;

  Deletions(Bucket bucket, int keys, int connections) {
    this.bucket = bucket;
    this.keys = keys;
    this.connections = connections;
  }

  private static String key(int number) {
    return "delete/" + (100 + number % 100) + "/object-" + (1_000_000 + number);
  }

  @Override
  public void prepare() {}

  @Override
  public void refill() throws IOException {
    bucket.fill(keys, Deletions::key, BYTES);
  }

  @Override
  public boolean runsOut() {
    return true;
  }

  @Override
  public Errand errand(int connection) {
    int end = (int) ((long) keys * (connection + 1) / connections);
    int[] next = {(int) ((long) keys * connection / connections)};
    Signer signer = bucket.signer();
    return wire -> {
      int from = next[0];
      next[0] = Math.min(end, from + MOST_OF_REQUEST);
      if (from < next[0]) {
        delete(wire, signer, from, next[0]);
      }
      return next[0] - from;
    };
  }

  private void delete(Wire wire, Signer signer, int from, int to) throws IOException {
    StringBuilder document = new StringBuilder("<Delete><Quiet>true</Quiet>");
    for (int i = from; i < to; i++) {
      document.append("<Object><Key>").append(key(i)).append("</Key></Object>");
    }
    byte[] body = document.append("</Delete>").toString().getBytes(UTF_8);
    Map<String, String> headers = Map.of("content-md5", md5(body));
    String path = "/" + bucket.server().bucket();
    byte[] head = signer.head("POST", path, "delete=", body.length, headers);
    String answer = new String(wire.ask(head, body), UTF_8);
    if (answer.contains("<Error>")) {
      throw new IOException("not all keys are deleted: " + answer);
    }
  }

  private static String md5(byte[] body) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
