package io.blocktier.gateway;

import java.nio.file.Path;

/** Where the certificate of a gateway and its key are. */
public sealed interface Tls {

  /**
   * A key store.
   *
   * @param file where it is
   * @param type {@code PKCS12} or {@code JKS}
   * @param password of the store and of the key
   */
  record Store(Path file, String type, String password) implements Tls {
    @Override
    public String toString() {
      return "Store[" + file + "]";
    }
  }

  /**
   * Files of PEM.
   *
   * @param certificates the chain, the gateway's own certificate first
   * @param key the private key, in PKCS#8 without a password
   */
  record Pem(Path certificates, Path key) implements Tls {}
}
