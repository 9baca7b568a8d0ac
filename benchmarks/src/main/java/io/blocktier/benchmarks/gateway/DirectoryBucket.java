package io.blocktier.benchmarks.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.wire.Keys;
import io.blocktier.benchmarks.wire.Signer;
import io.blocktier.benchmarks.wire.Wire;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket of a zone, which is asked within sessions. Immutable.
 *
 * @param server whose
 */
record DirectoryBucket(Server server) {

  private static final String ZONE = "use1-az4";
  private static final String NAME = "bench--" + ZONE + "--x-s3";
  private static final String CONFIGURATION =
      "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Location><Name>"
          + ZONE
          + "</Name><Type>AvailabilityZone</Type></Location><Bucket><DataRedundancy>"
          + "SingleAvailabilityZone</DataRedundancy><Type>Directory</Type></Bucket>"
          + "</CreateBucketConfiguration>";

  void make() throws IOException {
    byte[] body = CONFIGURATION.getBytes(UTF_8);
    try (Wire wire = new Wire(server.uri())) {
      wire.send(signer(keys()).head("PUT", "/" + NAME, "", body.length), body);
    }
  }

  String path(String key) {
    return "/" + NAME + "/" + key;
  }

  byte[] askForSession() {
    return signer(keys()).head("GET", "/" + NAME, "session=", 0);
  }

  /** Begins a session, which lasts a few minutes, and signs for it. */
  Signer signerOfSession() throws IOException {
    try (Wire wire = new Wire(server.uri())) {
      String answer = new String(wire.ask(askForSession(), new byte[0]), UTF_8);
      return signer(
          new Keys(
              element(answer, "AccessKeyId"),
              element(answer, "SecretAccessKey"),
              keys().service(),
              Optional.of(element(answer, "SessionToken"))));
    }
  }

  private Keys keys() {
    return server.keys().orElseThrow().zonal();
  }

  private Signer signer(Keys keys) {
    return new Signer(server.uri(), Optional.of(keys));
  }

  private static String element(String document, String name) throws IOException {
    Matcher matcher = Pattern.compile("<" + name + ">([^<]*)</").matcher(document);
    if (!matcher.find()) {
      throw new IOException("no " + name + " in " + document);
    }
    return matcher.group(1);
  }
}
