package io.blocktier.cli;

import io.blocktier.blockstore.spi.Effects;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command within the test, as a shell would run it. */
final class Cli {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> env = new HashMap<>();
  private InputStream in = InputStream.nullInputStream();
  private OutputStream outStream = out;
  private Console.Device device = Console.Device.PIPE;

  /** What a run left behind. */
  static final class Outcome {
    private final int status;
    private final byte[] bytes;
    private final String err;

    Outcome(int status, byte[] bytes, String err) {
      this.status = status;
      this.bytes = bytes;
      this.err = err;
    }

    int status() {
      return status;
    }

    byte[] bytes() {
      return bytes;
    }

    String err() {
      return err;
    }

    String out() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    List<String> lines() {
      return out().lines().toList();
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(bytes);
    }

    JsonNode error() {
      return JsonMapper.shared().readTree(err).get("error");
    }
  }

  static Outcome run(Object... args) {
    return new Cli().execute(args);
  }

  Cli with(String variable, String value) {
    env.put(variable, value);
    return this;
  }

  Cli stdin(byte[] bytes) {
    in = new ByteArrayInputStream(bytes);
    return this;
  }

  Cli stdin(InputStream stream) {
    in = stream;
    return this;
  }

  Cli stdout(OutputStream stream) {
    outStream = stream;
    return this;
  }

  Cli onTerminal() {
    device = Console.Device.TERMINAL;
    return this;
  }

  Cli outputToFile() {
    device = Console.Device.FILE;
    return this;
  }

  Outcome execute(Object... args) {
    return execute(new Cancellation(Thread.currentThread()), args);
  }

  Outcome execute(Cancellation cancellation, Object... args) {
    String[] words = java.util.Arrays.stream(args).map(String::valueOf).toArray(String[]::new);
    Effects effects = Effects.ofSystem();
    try {
      int status = Main.run(words, console(), env, effects, cancellation);
      return new Outcome(status, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    } finally {
      effects.executor().shutdownNow();
    }
  }

  private Console console() {
    return new Console(in, outStream, err, device, device, 80);
  }
}
