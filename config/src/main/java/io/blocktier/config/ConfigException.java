package io.blocktier.config;

/**
 * A configuration cannot be used. The message is one line: where it is written (file, line and
 * column, or the environment variable, or the URI), which key, what is wrong, what to write
 * instead. It holds no secret.
 */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  ConfigException(Origin origin, String problem) {
    super(Echo.shortLine(origin.label() + ": " + problem));
  }
}
