package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.bill.RequestScope;
import java.io.IOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** Puts every request under the guard of the call that makes it, and tells who counts them. */
final class GuardedHttpClient implements SdkHttpClient {

  private final SdkHttpClient client;

  GuardedHttpClient(SdkHttpClient client) {
    this.client = client;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        CallGuard.current().ifPresent(guard -> guard.attach(prepared));
        long fetched = 0;
        try {
          HttpExecuteResponse response = prepared.call();
          fetched = RequestKinds.bytesFetched(request.httpRequest(), response.httpResponse());
          return response;
        } finally {
          RequestScope.made(
              RequestKinds.of(request.httpRequest()),
              RequestKinds.bytesSent(request.httpRequest()),
              fetched);
        }
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }
}
