package io.blocktier.benchmarks.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** nginx over files: what sending files takes, and nothing else. */
public final class NginxServer {

  private static final String PROGRAM = "nginx";
  private static final String BUCKET = "bench";

  private NginxServer() {}

  /** Tells why it cannot take part, if so. */
  public static Optional<String> absence() {
    return Programs.find(PROGRAM).isPresent()
        ? Optional.empty()
        : Optional.of("nginx is not installed; apt-get install nginx-light");
  }

  /** Tells which one there is. */
  public static String version() {
    return Programs.version(PROGRAM, "-v").replace("nginx version: nginx/", "");
  }

  /**
   * Starts it.
   *
   * @param directory for its files
   * @return the server
   * @throws IOException if it does not start
   */
  public static Server start(Path directory) throws IOException {
    Path nginx = Programs.find(PROGRAM).orElseThrow(() -> new IOException("nginx is gone"));
    URI uri = Ports.uri(Ports.free());
    Path files = Files.createDirectories(directory.resolve("files"));
    Path configuration = directory.resolve("nginx.conf");
    Files.writeString(configuration, configuration(directory, files, uri.getPort()));
    GuardedProcess process =
        GuardedProcess.start(
            List.of(nginx.toString(), "-c", configuration.toString()),
            Map.of(),
            directory.resolve("server.log"));
    process.await("nginx at " + uri, () -> Ports.listening(uri));
    return new Server(
        uri,
        Optional.empty(),
        BUCKET,
        Optional.of(files),
        Optional.empty(),
        List.of(process.handle()),
        process::close);
  }

  private static String configuration(Path directory, Path files, int port) {
    return String.format(
        Locale.ROOT,
        """
        daemon off; master_process off; pid %1$s/nginx.pid; error_log %1$s/nginx.log;
        events { worker_connections 1024; }
        http {
          access_log off; sendfile on; tcp_nopush on; tcp_nodelay on;
          keepalive_requests 1000000000; open_file_cache max=1000;
          client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
          server { listen 127.0.0.1:%3$d; root %2$s; }
        }
        """,
        directory,
        files,
        port);
  }
}
