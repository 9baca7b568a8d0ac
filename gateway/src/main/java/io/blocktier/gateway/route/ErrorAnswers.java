package io.blocktier.gateway.route;

import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.xml.XmlWriter;

/** What clients are told of errors. */
public final class ErrorAnswers {

  private static final int NOT_MODIFIED = 304;

  private ErrorAnswers() {}

  /** Returns the answer that an error is. */
  public static Answer of(S3Exception error, String resource, String requestId, String hostId) {
    int status = error.code().status();
    Headers headers = new Headers();
    error.headers().forEach(headers::add);
    if (status == NOT_MODIFIED) {
      return Answer.empty(status, headers);
    }
    XmlWriter xml = XmlWriter.plain("Error");
    xml.text("Code", error.code().code()).text("Message", String.valueOf(error.getMessage()));
    error.details().forEach(xml::text);
    xml.text("Resource", resource).text("RequestId", requestId).text("HostId", hostId);
    return Answer.xml(status, headers, xml.finish()).of(error.code());
  }
}
