package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.s3.directory.SessionListener;
import java.io.IOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** Tells of every session that is opened through a client, whoever opens it: the SDK does, too. */
final class SessionWatch implements SdkHttpClient {

  private static final String SESSION = "session";

  private final SdkHttpClient client;
  private final SessionListener listener;

  SessionWatch(SdkHttpClient client, SessionListener listener) {
    this.client = client;
    this.listener = listener;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = client.prepareRequest(request);
    boolean opens = request.httpRequest().rawQueryParameters().containsKey(SESSION);
    return opens ? watched(prepared) : prepared;
  }

  private ExecutableHttpRequest watched(ExecutableHttpRequest prepared) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        boolean opened = false;
        try {
          HttpExecuteResponse response = prepared.call();
          opened = response.httpResponse().isSuccessful();
          return response;
        } finally {
          tell(opened);
        }
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private void tell(boolean opened) {
    if (opened) {
      listener.opened();
    } else {
      listener.failed();
    }
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
