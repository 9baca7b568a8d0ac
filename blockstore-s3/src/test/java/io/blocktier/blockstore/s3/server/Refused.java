package io.blocktier.blockstore.s3.server;

/** Why a request is refused. */
final class Refused extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  Refused(int status, String code) {
    super(status + " " + code);
    this.status = status;
    this.code = code;
  }

  Response response() {
    return Response.xml(status, "<Error><Code>" + code + "</Code><Message>no</Message></Error>");
  }
}
