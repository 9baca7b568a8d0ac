package io.blocktier.gateway.http;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.request.Body;
import io.blocktier.gateway.route.Outcome;
import io.blocktier.gateway.route.S3Service;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands requests to the service and its answers to Jetty, on the request's own thread. */
final class S3Handler extends Handler.Abstract {

  private static final Logger LOG = LoggerFactory.getLogger(S3Handler.class);
  private static final int FIRST_ERROR = 400;

  private final S3Service service;
  private final Effects effects;
  private final Pace pace;
  private final AnswerLog log;
  private final Linger linger;
  private final FilePieces pieces = new FilePieces();

  S3Handler(S3Service service, Effects effects, Pace pace, AnswerLog log) {
    this.service = service;
    this.effects = effects;
    this.pace = pace;
    this.log = log;
    this.linger = new Linger(effects.ticker());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long start = effects.ticker().nanos();
    RequestHead head = new JettyHead(request);
    Pace.Paced body = pace.input(request);
    AnswerWriter writer = new AnswerWriter(response, pace, pieces);
    Outcome outcome = service.answer(head, body, new WhiteSpace(writer, effects));
    try (outcome) {
      if (outcome.answer().body() instanceof Body.Cut) {
        ConnectionReset.of(request);
      } else {
        writer.write(head.method(), outcome);
        if (outcome.answer().status() >= FIRST_ERROR) {
          linger.behind(request, body);
        }
      }
      callback.succeeded();
    } catch (IOException e) {
      LOG.debug("request {} ended early", outcome.requestId(), e);
      log.isTold(request);
      callback.failed(e);
    }
    Duration time = Duration.ofNanos(effects.ticker().nanos() - start);
    log.answered(request, outcome, writer, body.received(), time);
    return true;
  }
}
