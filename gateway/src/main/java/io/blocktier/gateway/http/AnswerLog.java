package io.blocktier.gateway.http;

import io.blocktier.gateway.Exchange;
import io.blocktier.gateway.Telemetry;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.route.Outcome;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the figures and the access log what was answered, and what never became a request. */
record AnswerLog(Telemetry telemetry) {

  private static final Logger ACCESS = LoggerFactory.getLogger("io.blocktier.gateway.access");
  private static final String NONE = "-";
  private static final String TOLD = "io.blocktier.gateway.told";

  /** The status under which a head is counted that did not come in time; nobody is told of it. */
  private static final int REQUEST_TIMEOUT = 408;

  void answered(Request request, Outcome outcome, AnswerWriter writer, long in, Duration time) {
    int status = writer.status(outcome);
    Optional<S3ErrorCode> error = outcome.answer().error();
    telemetry.answered(
        new Exchange(
            outcome.operation(),
            outcome.bucket(),
            status,
            error.map(S3ErrorCode::code),
            error.filter(S3ErrorCode::refusesSender).isPresent(),
            in,
            writer.sent(),
            time));
    if (ACCESS.isInfoEnabled()) {
      String asked = request.getMethod() + " " + request.getHttpURI().getPath();
      log(
          Request.getRemoteAddr(request),
          outcome.operation(),
          asked,
          status,
          writer.sent(),
          time,
          outcome.requestId());
    }
  }

  /** Says that a request is counted already, whatever Jetty makes of its failure. */
  void isTold(Request request) {
    request.setAttribute(TOLD, true);
  }

  /** Tells of what Jetty refused by itself; where the connection is gone, it refused nobody. */
  void refused(Request request, int status, S3ErrorCode code, long out) {
    boolean there = request.getConnectionMetaData().getConnection().getEndPoint().isOpen();
    if (there && request.getAttribute(TOLD) == null) {
      telemetry.answered(unasked(status, code, out, Duration.ZERO));
      String asked = request.getMethod() + " " + request.getHttpURI().getPath();
      log(Request.getRemoteAddr(request), NONE, asked, status, out, Duration.ZERO, NONE);
    }
  }

  /** Tells of a head that did not come in time, and was not answered. */
  void cutOff(SocketAddress client, Duration time) {
    telemetry.answered(unasked(REQUEST_TIMEOUT, S3ErrorCode.REQUEST_TIMEOUT, 0, time));
    log(String.valueOf(client), NONE, NONE, REQUEST_TIMEOUT, 0, time, NONE);
  }

  private static Exchange unasked(int status, S3ErrorCode code, long out, Duration time) {
    return new Exchange(NONE, "", status, Optional.of(code.code()), false, 0, out, time);
  }

  private static void log(
      String client,
      String operation,
      String asked,
      int status,
      long out,
      Duration time,
      String id) {
    ACCESS.info(
        "{} {} {} {} {} bytes {} us {}",
        client,
        operation,
        asked,
        status,
        out,
        TimeUnit.NANOSECONDS.toMicros(time.toNanos()),
        id);
  }
}
