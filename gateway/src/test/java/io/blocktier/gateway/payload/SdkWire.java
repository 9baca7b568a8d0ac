package io.blocktier.gateway.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.gateway.auth.Authentication;
import io.blocktier.gateway.auth.Authenticator;
import io.blocktier.gateway.auth.Examples;
import io.blocktier.gateway.auth.PayloadSignature;
import io.blocktier.gateway.auth.SentHead;
import io.blocktier.gateway.error.S3Exception;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Stands where the network is, and believes requests at the time at which they were signed. */
final class SdkWire implements SdkHttpClient {

  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** A request that was believed, with its body. */
  record Received(Authentication sender, byte[] data, Digests digests) {
    Class<? extends PayloadSignature> payload() {
      return sender.payload().getClass();
    }
  }

  final List<Received> received = new ArrayList<>();

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        received.add(receive(request));
        return HttpExecuteResponse.builder()
            .response(SdkHttpFullResponse.builder().statusCode(200).build())
            .responseBody(AbortableInputStream.create(answer(request.httpRequest())))
            .build();
      }

      @Override
      public void abort() {}
    };
  }

  /** Opens a session, with the key of the examples as its own. */
  private static InputStream answer(SdkHttpRequest request) {
    String session =
        """
        <CreateSessionResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Credentials>
        <AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
        <SessionToken>t/0+ken==</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>
        </Credentials></CreateSessionResult>\
        """
            .formatted(Examples.KEY.id(), Examples.KEY.secret());
    return new ByteArrayInputStream(
        request.rawQueryParameters().containsKey("session")
            ? session.getBytes(UTF_8)
            : new byte[0]);
  }

  private static Received receive(HttpExecuteRequest request) throws IOException {
    Authentication sender = authenticate(request.httpRequest());
    InputStream body =
        request
            .contentStreamProvider()
            .<InputStream>map(provider -> provider.newStream())
            .orElseGet(InputStream::nullInputStream);
    Payload payload = Payload.of(sender, body, Bodies.OBJECT);
    return new Received(sender, payload.readAllBytes(), payload.digests());
  }

  static Authentication authenticate(SdkHttpRequest request) throws S3Exception {
    SentHead head =
        new SentHead(
            request.method().name(),
            request.encodedPath(),
            request.encodedQueryParameters().orElse(""),
            new LinkedHashMap<>());
    for (var header : request.headers().entrySet()) {
      for (String value : header.getValue()) {
        head = head.with(header.getKey(), value);
      }
    }
    return new Authenticator(
            (id, token) -> Optional.of(Examples.KEY),
            InstantSource.fixed(signedAt(request)),
            Examples.REGION)
        .authenticate(head);
  }

  private static Instant signedAt(SdkHttpRequest request) {
    return request
        .firstMatchingHeader("X-Amz-Date")
        .or(() -> request.firstMatchingRawQueryParameter("X-Amz-Date"))
        .map(text -> Instant.from(BASIC.parse(text)))
        .orElseThrow();
  }

  @Override
  public void close() {}
}
