package io.blocktier.gateway.http;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Health;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Tells machines how the gateway is: {@code /health} that it runs, {@code /ready} whether its store
 * can serve, {@code /metrics} its figures.
 */
final class HealthHandler extends Handler.Abstract {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private final BlockStore store;
  private final Supplier<String> metrics;

  HealthHandler(BlockStore store, Supplier<String> metrics) {
    this.store = store;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    switch (request.getHttpURI().getPath()) {
      case "/health" -> answer(response, callback, OK, "ok\n");
      case "/ready" -> ready(response, callback);
      case "/metrics" -> answer(response, callback, OK, metrics.get());
      default -> answer(response, callback, NOT_FOUND, "not found\n");
    }
    return true;
  }

  private void ready(Response response, Callback callback) {
    Health health = health();
    answer(response, callback, health.healthy() ? OK : UNAVAILABLE, health.detail() + "\n");
  }

  private Health health() {
    try {
      return store.healthCheck();
    } catch (BlockStoreException e) {
      return new Health(false, "the store is closed");
    }
  }

  private static void answer(Response response, Callback callback, int status, String text) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
  }
}
