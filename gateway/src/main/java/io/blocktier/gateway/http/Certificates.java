package io.blocktier.gateway.http;

import io.blocktier.gateway.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Turns a configured certificate into what Jetty serves TLS with. */
final class Certificates {

  private Certificates() {}

  static SslContextFactory.Server of(Tls tls) throws IOException {
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    ssl.setSniRequired(false);
    switch (tls) {
      case Tls.Store(var file, var type, var password) -> {
        try (InputStream bytes = Files.newInputStream(file)) {
          KeyStore keys = KeyStore.getInstance(type);
          keys.load(bytes, password.toCharArray());
          ssl.setKeyStore(keys);
          ssl.setKeyStorePassword(password);
        } catch (GeneralSecurityException e) {
          throw new IOException("the key store cannot be read: " + file, e);
        }
      }
      case Tls.Pem pem -> {
        ssl.setKeyStore(PemFiles.keyStore(pem));
        ssl.setKeyStorePassword("");
      }
    }
    return ssl;
  }
}
