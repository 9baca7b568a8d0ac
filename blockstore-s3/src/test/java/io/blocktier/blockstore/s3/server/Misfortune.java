package io.blocktier.blockstore.s3.server;

import io.blocktier.blockstore.s3.server.Fault.When;
import java.io.IOException;
import java.util.Optional;

/** Lets faults strike one request. */
final class Misfortune {

  private final HttpConnection connection;
  private final FaultPlan faults;
  private final boolean headOnly;

  Misfortune(HttpConnection connection, FaultPlan faults, boolean headOnly) {
    this.connection = connection;
    this.faults = faults;
    this.headOnly = headOnly;
  }

  /** Lets a fault strike if its time has come; tells whether it took the place of the answer. */
  boolean strikes(Fault fault, When now) throws IOException, InterruptedException {
    return switch (fault) {
      case Fault.Refuse(int status, String code, String retryAfter, When when) ->
          when == now && refuse(status, code, retryAfter);
      case Fault.Reset(When when) -> when == now && reset();
      case Fault.Stall(When when) -> when == now && stall();
      case Fault.ErrorUnder200(String code, When when) -> when == now && refuse(200, code, "");
      case Fault.Truncate _, Fault.Corrupt _, Fault.Drip _, Fault.Deaf _ -> false;
    };
  }

  void deliver(Optional<Fault> fault, Response response) throws IOException, InterruptedException {
    switch (fault.orElse(null)) {
      case Fault.Truncate(int bytes) -> {
        connection.write(response, headOnly, bytes);
        connection.close();
      }
      case Fault.Corrupt() -> connection.write(corrupted(response), headOnly, Integer.MAX_VALUE);
      case Fault.Drip(int pauseMillis) -> connection.drip(response, pauseMillis);
      case null, default -> connection.write(response, headOnly, Integer.MAX_VALUE);
    }
  }

  private boolean refuse(int status, String code, String retryAfter) throws IOException {
    Response response =
        Response.xml(status, "<Error><Code>" + code + "</Code><Message>fault</Message></Error>");
    connection.write(
        retryAfter.isEmpty() ? response : response.with("Retry-After", retryAfter),
        headOnly,
        Integer.MAX_VALUE);
    return true;
  }

  private boolean reset() throws IOException {
    connection.reset();
    return true;
  }

  private boolean stall() throws IOException, InterruptedException {
    faults.stall();
    connection.reset();
    return true;
  }

  private static Response corrupted(Response response) {
    byte[] bytes = response.body().clone();
    bytes[bytes.length / 2] ^= 1;
    return response.withBody(bytes);
  }
}
