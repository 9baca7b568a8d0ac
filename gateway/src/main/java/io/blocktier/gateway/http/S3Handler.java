package io.blocktier.gateway.http;

import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.gateway.Exchange;
import io.blocktier.gateway.Telemetry;
import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Body;
import io.blocktier.gateway.route.Outcome;
import io.blocktier.gateway.route.S3Service;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
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
  private final Telemetry telemetry;

  S3Handler(S3Service service, Ticker ticker, Pace pace, Telemetry telemetry) {
    this.service = service;
    this.ticker = ticker;
    this.pace = pace;
    this.telemetry = telemetry;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long start = ticker.nanos();
    RequestHead head = new JettyHead(request);
    Pace.Paced body = pace.input(request);
    Outcome outcome = service.answer(head, body);
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
    Duration time = Duration.ofNanos(ticker.nanos() - start);
    telemetry.answered(exchange(outcome, body.received(), writer.sent(), time));
    log(request, outcome, writer, time);
    return true;
  }

  private static Exchange exchange(Outcome outcome, long in, long out, Duration time) {
    Answer answer = outcome.answer();
    Optional<S3ErrorCode> error = answer.error();
    return new Exchange(
        outcome.operation(),
        answer.status(),
        error.map(S3ErrorCode::code),
        error.filter(S3ErrorCode::refusesSender).isPresent(),
        in,
        out,
        time);
  }

  private static void log(Request request, Outcome outcome, AnswerWriter writer, Duration time) {
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
          TimeUnit.NANOSECONDS.toMicros(time.toNanos()),
          outcome.requestId());
    }
  }
}
