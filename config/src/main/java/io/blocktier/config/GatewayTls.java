package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.gateway.Tls;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of {@code gateway:} that are about its certificate. */
final class GatewayTls {

  private static final Setting<Path> CERTIFICATE =
      Setting.optional(
          "tls.certificate",
          SettingType.PATH,
          "A PEM file with the certificate, and the chain behind it. Without tls nothing is"
              + " encrypted.");

  private static final Setting<Path> KEY =
      Setting.optional(
          "tls.key",
          SettingType.PATH,
          "The PEM file of its private key, in PKCS#8 without a password.");

  private static final Setting<Path> KEY_STORE =
      Setting.optional(
          "tls.key_store",
          SettingType.PATH,
          "A key store with both, instead of tls.certificate and tls.key.");

  private static final Setting<KeyStoreType> KEY_STORE_TYPE =
      Setting.of(
          "tls.key_store_type",
          SettingType.oneOf(KeyStoreType.class),
          KeyStoreType.PKCS12,
          "The format of the key store.");

  private static final Setting<String> PASSWORD =
      Setting.optional(
              "tls.password", SettingType.TEXT, "The password of the key store and of its key.")
          .asSecret();

  static final List<Setting<?>> SETTINGS =
      List.of(CERTIFICATE, KEY, KEY_STORE, KEY_STORE_TYPE, PASSWORD);

  private GatewayTls() {}

  /** The formats of key stores. */
  enum KeyStoreType {
    PKCS12,
    JKS
  }

  /**
   * Returns where the certificate is, if there is one.
   *
   * @throws InvalidSettingException if only half of it is said, or both ways are taken
   */
  static Optional<Tls> of(Settings settings) {
    Optional<Path> store = settings.find(KEY_STORE);
    if (store.isPresent()) {
      refuse(settings, CERTIFICATE, "stands beside tls.key_store; remove one");
      refuse(settings, KEY, "stands beside tls.key_store; remove one");
      return store.map(file -> store(file, settings));
    }
    refuse(settings, PASSWORD, "has no effect without tls.key_store");
    return pem(settings);
  }

  private static Tls store(Path file, Settings settings) {
    return new Tls.Store(
        file, settings.get(KEY_STORE_TYPE).name(), settings.find(PASSWORD).orElse(""));
  }

  private static Optional<Tls> pem(Settings settings) {
    Optional<Path> certificate = settings.find(CERTIFICATE);
    Optional<Path> key = settings.find(KEY);
    if (certificate.isPresent() != key.isPresent()) {
      Setting<Path> written = key.isPresent() ? KEY : CERTIFICATE;
      throw new InvalidSettingException(
          written.key(), "tls needs both a certificate and a key; write the other, too");
    }
    return certificate.map(chain -> new Tls.Pem(chain, key.orElseThrow()));
  }

  private static void refuse(Settings settings, Setting<?> setting, String reason) {
    if (settings.find(setting).isPresent()) {
      throw new InvalidSettingException(setting.key(), reason);
    }
  }
}
