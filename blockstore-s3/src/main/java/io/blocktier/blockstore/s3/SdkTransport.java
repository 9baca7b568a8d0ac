package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.s3.wire.ObjectRequest;
import io.blocktier.blockstore.s3.wire.Payload;
import io.blocktier.blockstore.s3.wire.Reply;
import io.blocktier.blockstore.s3.wire.ResponseHead;
import io.blocktier.blockstore.s3.wire.Transport;
import io.blocktier.blockstore.s3.wire.Watch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Carries object requests over the SDK's HTTP client, which knows its way through proxies. */
final class SdkTransport implements Transport {

  private final SdkHttpClient http;
  private final URI bucketUrl;

  /**
   * Borrows a client.
   *
   * @param http the client, which is not closed with this
   * @param bucketUrl where its requests go
   */
  SdkTransport(SdkHttpClient http, URI bucketUrl) {
    this.http = http;
    this.bucketUrl = bucketUrl;
  }

  @Override
  public Reply send(ObjectRequest request, @Nullable Payload payload, Watch watch)
      throws IOException {
    HttpExecuteRequest.Builder executable = HttpExecuteRequest.builder().request(written(request));
    if (payload != null) {
      executable.contentStreamProvider(payload::newStream);
    }
    ExecutableHttpRequest prepared = http.prepareRequest(executable.build());
    watch.attach(prepared);
    HttpExecuteResponse response = prepared.call();
    SdkHttpResponse head = response.httpResponse();
    InputStream body =
        response.responseBody().<InputStream>map(in -> in).orElseGet(InputStream::nullInputStream);
    return new SdkReply(prepared, ResponseHead.of(head.statusCode(), head.headers()), body);
  }

  private SdkHttpRequest written(ObjectRequest request) {
    SdkHttpRequest.Builder written =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.valueOf(request.verb().name()))
            .uri(bucketUrl)
            .encodedPath(request.path());
    request.forEachParameter(written::putRawQueryParameter);
    request.forEachHeader(written::putHeader);
    return written.build();
  }

  /** A connection with bytes left on it is closed; reading them on could take any time. */
  private record SdkReply(ExecutableHttpRequest prepared, ResponseHead head, InputStream body)
      implements Reply {
    @Override
    public void release(boolean whole) throws IOException {
      if (!whole) {
        prepared.abort();
      }
      body.close();
    }
  }

  @Override
  public void close() {}
}
