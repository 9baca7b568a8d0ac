package io.blocktier.blockstore.s3.wire;

import java.net.URI;

/**
 * Where a server listens. Immutable.
 *
 * @param host its name or address, without the brackets of an IPv6 address
 * @param port its port
 * @param tls whether it is spoken to over TLS
 */
public record Origin(String host, int port, boolean tls) {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * Returns the server of a URL.
   *
   * @param url an http or https URL with a host
   * @return the server
   */
  public static Origin of(URI url) {
    boolean tls = "https".equals(url.getScheme());
    int usual = tls ? HTTPS_PORT : HTTP_PORT;
    String host = url.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new Origin(bare, url.getPort() < 0 ? usual : url.getPort(), tls);
  }

  /** Returns what the {@code Host} header says: a port only where it is not the usual one. */
  String hostHeader() {
    String name = host.indexOf(':') < 0 ? host : '[' + host + ']';
    return port == (tls ? HTTPS_PORT : HTTP_PORT) ? name : name + ':' + port;
  }
}
