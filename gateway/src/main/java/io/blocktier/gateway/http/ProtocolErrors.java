package io.blocktier.gateway.http;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.xml.XmlWriter;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what is not HTTP, or more of it than allowed, before it becomes a request. */
final class ProtocolErrors implements Request.Handler {

  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    boolean ours = status >= SERVER_ERROR || status < CLIENT_ERROR;
    S3ErrorCode code = ours ? S3ErrorCode.INTERNAL_ERROR : S3ErrorCode.BAD_REQUEST;
    XmlWriter xml = XmlWriter.plain("Error").text("Code", code.code()).text("Message", code.text());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
    response.write(true, ByteBuffer.wrap(xml.finish()), callback);
    return true;
  }
}
