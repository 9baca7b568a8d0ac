package io.blocktier.gateway.figures;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that is measured.
 *
 * @param name what the table calls it
 * @param uri where it is
 * @param keys who asks it; empty where nothing is signed, and nothing written
 * @param zone of its directory buckets, if it has any
 * @param process whose processor time is read, if it is known
 */
record Peer(
    String name,
    URI uri,
    Optional<Signature.Keys> keys,
    Optional<String> zone,
    Optional<ProcessHandle> process) {

  static final String BUCKET = "figures";

  private static final Pattern ARGUMENT =
      Pattern.compile(
          "(?<name>\\w+)(?:@(?<pid>\\d+))?=(?<uri>http://[^,]+)"
              + "(?:,(?<id>[^,]+),(?<secret>[^,]+))?(?:,(?<zone>[^,]+))?");

  /** Reads {@code NAME[@PID]=URI[,ID,SECRET[,ZONE]]}. */
  static Peer parse(String argument) {
    Matcher matcher = ARGUMENT.matcher(argument);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("NAME=URI[,ID,SECRET[,ZONE]] is expected: " + argument);
    }
    return new Peer(
        matcher.group("name"),
        URI.create(matcher.group("uri")),
        Optional.ofNullable(matcher.group("id"))
            .map(id -> new Signature.Keys("s3", id, matcher.group("secret"), "")),
        Optional.ofNullable(matcher.group("zone")),
        Optional.ofNullable(matcher.group("pid")).map(Long::valueOf).flatMap(ProcessHandle::of));
  }

  /** Returns the processor time that the server has used so far; zero if nobody knows. */
  Duration cpu() {
    return process.flatMap(found -> found.info().totalCpuDuration()).orElse(Duration.ZERO);
  }

  /** Returns the name of the directory bucket. */
  String directoryBucket() {
    return BUCKET + "--" + zone.orElseThrow() + "--x-s3";
  }

  /** Makes the buckets, if this server takes any. */
  void prepare() throws Exception {
    if (keys.isPresent()) {
      make(keys.get(), BUCKET, "");
    }
    if (zone.isPresent()) {
      String document =
          """
          <CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
            <Location><Name>%s</Name><Type>AvailabilityZone</Type></Location>
            <Bucket><DataRedundancy>SingleAvailabilityZone</DataRedundancy><Type>Directory</Type></Bucket>
          </CreateBucketConfiguration>
          """
              .formatted(zone.get());
      make(zonal(), directoryBucket(), document);
    }
  }

  private void make(Signature.Keys by, String bucket, String document) throws Exception {
    byte[] body = document.getBytes(StandardCharsets.UTF_8);
    try (Wire wire = new Wire(uri)) {
      wire.send(
          new Signature(uri, Optional.of(by)).request("PUT", "/" + bucket, "", body, Map.of()));
    } catch (IOException e) {
      System.err.println(name + ", " + bucket + ": " + e.getMessage()); // it may be there
    }
  }

  /** Returns the key as it signs for all of the directory buckets. */
  private Signature.Keys zonal() {
    Signature.Keys own = keys.orElseThrow();
    return new Signature.Keys("s3express", own.id(), own.secret(), "");
  }

  /** Returns a request for a session with the directory bucket. */
  byte[] askForSession() throws GeneralSecurityException {
    return new Signature(uri, Optional.of(zonal()))
        .request("GET", "/" + directoryBucket(), "session=", new byte[0], Map.of());
  }

  /** Creates a session with the directory bucket. */
  Signature.Keys session() throws IOException, GeneralSecurityException {
    try (Wire wire = new Wire(uri)) {
      String answer = wire.ask(askForSession());
      return new Signature.Keys(
          "s3express",
          element(answer, "AccessKeyId"),
          element(answer, "SecretAccessKey"),
          element(answer, "SessionToken"));
    }
  }

  private static String element(String document, String name) {
    Matcher matcher = Pattern.compile("<" + name + ">([^<]*)</").matcher(document);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + name + " in " + document);
    }
    return matcher.group(1);
  }
}
