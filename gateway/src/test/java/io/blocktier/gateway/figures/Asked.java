package io.blocktier.gateway.figures;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** What servers are asked for; requests that repeat are made before they are sent. */
enum Asked {
  /** Writes small objects that are there already. */
  PUT_4K(4 << 10),
  /** Writes small objects that are not there yet. */
  NEW_4K(4 << 10),
  GET_4K(4 << 10),
  PUT_4M(4 << 20),
  GET_4M(4 << 20),
  SESSION(0),
  APPEND_4K(4 << 10);

  private static final Map<String, String> PLAIN = Map.of();

  /** A full object; ten thousand appends are the most. */
  private static final int MAX_APPENDS = 9_000;

  private final int bytes;

  Asked(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /** Tells whether a server can be asked for it. */
  boolean fits(Peer peer) {
    return switch (this) {
      case GET_4K, GET_4M -> true;
      case PUT_4K, PUT_4M, NEW_4K -> peer.keys().isPresent();
      case SESSION, APPEND_4K -> peer.zone().isPresent();
    };
  }

  /** Makes the requests: of all connections if they repeat, of one if they are its own. */
  Load.Source source(Peer peer) throws Exception {
    if (this == NEW_4K || this == APPEND_4K) {
      return () -> of(peer);
    }
    Load.Requests shared = of(peer);
    return () -> shared;
  }

  private Load.Requests of(Peer peer) throws Exception {
    return switch (this) {
      case GET_4K, GET_4M -> repeated(peer, "GET", 1);
      case PUT_4K -> repeated(peer, "PUT", 1000);
      case PUT_4M -> repeated(peer, "PUT", 4);
      case NEW_4K -> fresh(peer);
      case SESSION -> session(peer);
      case APPEND_4K -> appends(peer);
    };
  }

  /** Writes what is read. */
  void prepare(Peer peer) throws Exception {
    if ((this == GET_4K || this == GET_4M) && peer.keys().isPresent()) {
      try (Wire wire = new Wire(peer.uri())) {
        wire.send(request(peer, "PUT", 0));
      }
    }
  }

  private Load.Requests repeated(Peer peer, String method, int objects) throws Exception {
    byte[][] requests = new byte[objects][];
    for (int i = 0; i < objects; i++) {
      requests[i] = request(peer, method, i);
    }
    return number -> requests[number % objects];
  }

  private byte[] request(Peer peer, String method, int object) throws Exception {
    String path = "/" + Peer.BUCKET + "/" + bytes + "/" + object;
    byte[] body = method.equals("PUT") ? content() : new byte[0];
    return new Signature(peer.uri(), peer.keys()).request(method, path, "", body, PLAIN);
  }

  private Load.Requests fresh(Peer peer) throws Exception {
    Signature signature = new Signature(peer.uri(), peer.keys());
    String directory = "/" + Peer.BUCKET + "/" + run() + "/";
    byte[] body = content();
    return number -> signature.request("PUT", directory + number, "", body, PLAIN);
  }

  private static Load.Requests session(Peer peer) throws Exception {
    byte[] request = peer.askForSession();
    return _ -> request;
  }

  private Load.Requests appends(Peer peer) throws Exception {
    Signature signature = new Signature(peer.uri(), Optional.of(peer.session()));
    String object = "/" + peer.directoryBucket() + "/" + run() + "-";
    byte[] body = content();
    AtomicInteger next = new AtomicInteger();
    return _ -> {
      int count = next.getAndIncrement();
      String offset = String.valueOf(count % MAX_APPENDS * (long) bytes);
      Map<String, String> headers = Map.of("x-amz-write-offset-bytes", offset);
      return signature.request("PUT", object + count / MAX_APPENDS, "", body, headers);
    };
  }

  private static String run() {
    return Long.toString(System.nanoTime(), Character.MAX_RADIX);
  }

  private byte[] content() {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return content;
  }
}
