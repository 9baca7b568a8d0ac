package io.blocktier.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests that no SDK sends, signed as SDKs sign. */
final class SignedHttp {

  private static final List<String> SET_BY_CLIENT = List.of("host", "content-length");

  private final HttpClient http;
  private final String service;
  private final String id;
  private final String secret;

  SignedHttp(HttpClient http, String service, String id, String secret) {
    this.http = http;
    this.service = service;
    this.id = id;
    this.secret = secret;
  }

  HttpResponse<String> send(String method, URI uri, Map<String, String> headers, String body) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri);
    headers.forEach(request::putHeader);
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.request(request.build())
                    .payload(ContentStreamProvider.fromUtf8String(body))
                    .identity(AwsCredentialsIdentity.create(id, secret))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false))
            .request();
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString(body));
    signed.forEachHeader((name, values) -> {
      if (SET_BY_CLIENT.stream().noneMatch(name::equalsIgnoreCase)) {
        values.forEach(value -> sent.header(name, value));
      }
    });
    try {
      return http.send(sent.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
