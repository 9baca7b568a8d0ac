package io.blocktier.gateway.http;

import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Body;
import io.blocktier.gateway.request.RequestHead;
import io.blocktier.gateway.route.Outcome;
import io.blocktier.gateway.route.S3Service;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands requests to the service and its answers to Jetty, on the request's own thread. */
final class S3Handler extends Handler.Abstract {

  private static final Logger ACCESS = LoggerFactory.getLogger("io.blocktier.gateway.access");
  private static final Logger LOG = LoggerFactory.getLogger(S3Handler.class);

  private final S3Service service;
  private final Ticker ticker;
  private final Pace pace;

  S3Handler(S3Service service, Ticker ticker, Pace pace) {
    this.service = service;
    this.ticker = ticker;
    this.pace = pace;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long start = ticker.nanos();
    RequestHead head = new JettyHead(request);
    Outcome outcome = service.answer(head, pace.input(request));
    AnswerWriter writer = new AnswerWriter(response, pace);
    try (outcome) {
      if (outcome.answer().body() instanceof Body.Cut) {
        ConnectionReset.of(request);
      } else {
        writer.write(head.method(), outcome);
      }
      callback.succeeded();
    } catch (IOException e) {
      LOG.debug("request {} ended early", outcome.requestId(), e);
      callback.failed(e);
    }
    log(request, outcome, writer, ticker.nanos() - start);
    return true;
  }

  private static void log(Request request, Outcome outcome, AnswerWriter writer, long nanos) {
    if (ACCESS.isInfoEnabled()) {
      Answer answer = outcome.answer();
      ACCESS.info(
          "{} {} {} {} {} {} bytes {} us {}",
          Request.getRemoteAddr(request),
          outcome.operation(),
          request.getMethod(),
          request.getHttpURI().getPath(),
          answer.status(),
          writer.sent(),
          TimeUnit.NANOSECONDS.toMicros(nanos),
          outcome.requestId());
    }
  }
}
