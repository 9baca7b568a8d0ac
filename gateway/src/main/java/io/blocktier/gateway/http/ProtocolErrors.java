package io.blocktier.gateway.http;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.xml.XmlWriter;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what is not HTTP, or more of it than allowed, before it becomes a request. */
final class ProtocolErrors implements Request.Handler {

  private final AnswerLog log;

  ProtocolErrors(AnswerLog log) {
    this.log = log;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    S3ErrorCode code = code(response.getStatus());
    if (code == S3ErrorCode.REQUEST_HEADER_SECTION_TOO_LARGE) {
      response.setStatus(code.status()); // as in S3; HTTP has two others for it
    }
    int status = response.getStatus();
    XmlWriter xml = XmlWriter.plain("Error").text("Code", code.code()).text("Message", code.text());
    byte[] document = xml.finish();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
    log.refused(request, status, code, document.length);
    response.write(true, ByteBuffer.wrap(document), callback);
    return true;
  }

  private static S3ErrorCode code(int status) {
    return switch (status) {
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, HttpStatus.URI_TOO_LONG_414 ->
          S3ErrorCode.REQUEST_HEADER_SECTION_TOO_LARGE;
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> S3ErrorCode.SERVICE_UNAVAILABLE;
      case HttpStatus.INTERNAL_SERVER_ERROR_500 -> S3ErrorCode.INTERNAL_ERROR;
      default -> S3ErrorCode.BAD_REQUEST;
    };
  }
}
