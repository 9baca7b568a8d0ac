package io.blocktier.blockstore.spi;

/**
 * A setting is unknown, missing or cannot be read. The message names the key and says what to
 * write; it never holds the value of a secret.
 */
public final class InvalidSettingException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * Describes the mistake.
   *
   * @param key the setting concerned
   * @param message what is wrong and what to write instead
   */
  public InvalidSettingException(String key, String message) {
    super(key + ": " + message);
    this.key = key;
  }

  /**
   * Returns the setting concerned.
   *
   * @return its key within the section
   */
  public String key() {
    return key;
  }
}
