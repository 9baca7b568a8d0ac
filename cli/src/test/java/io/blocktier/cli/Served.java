package io.blocktier.cli;

import io.blocktier.cli.Cli.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that a test started with the command, in a thread of its own. */
final class Served implements AutoCloseable {

  static final String KEY = "tester";
  static final String SECRET = "the secret of tests";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("S3 at (https?://[^;]+);");
  private static final Pattern HEALTH = Pattern.compile("health (http://[^;]+);");

  private final CompletableFuture<String> firstLine = new CompletableFuture<>();
  private final CompletableFuture<Cancellation> cancellation = new CompletableFuture<>();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  private Served(Map<String, String> env, Object... args) {
    Thread.ofPlatform().name("serve").start(() -> run(env, args));
  }

  /** Starts a server and waits until it has said where it is. */
  static Served start(Map<String, String> env, Object... args) {
    Served served = new Served(env, args);
    served.line();
    return served;
  }

  private void run(Map<String, String> env, Object... args) {
    Cancellation own = new Cancellation(Thread.currentThread());
    cancellation.complete(own);
    Cli cli = new Cli().stdout(new FirstLine());
    env.forEach(cli::with);
    Outcome result = cli.execute(own, args);
    firstLine.completeExceptionally(
        new AssertionError("status " + result.status() + ": " + result.err()));
    outcome.complete(result);
  }

  /** Returns what the server said when it was there. */
  String line() {
    return within(firstLine);
  }

  URI uri(String path) {
    return URI.create(found(ADDRESS) + path);
  }

  URI health(String path) {
    return URI.create(found(HEALTH) + path);
  }

  private String found(Pattern pattern) {
    Matcher matcher = pattern.matcher(line());
    if (!matcher.find()) {
      throw new AssertionError("not in: " + line());
    }
    return matcher.group(1);
  }

  /** Runs another command with the store of a bucket of this server. */
  Cli client() {
    return new Cli()
        .with("BLOCKTIER_BLOCK_STORE_S3_ACCESS_KEY_ID", KEY)
        .with("BLOCKTIER_BLOCK_STORE_S3_SECRET_ACCESS_KEY", SECRET)
        .with("BLOCKTIER_BLOCK_STORE_EXPRESS_ACCESS_KEY_ID", KEY)
        .with("BLOCKTIER_BLOCK_STORE_EXPRESS_SECRET_ACCESS_KEY", SECRET);
  }

  /** Returns how other commands name a block of this server. */
  String s3(String name) {
    return "s3://127.0.0.1:" + uri("").getPort() + "/" + name;
  }

  /** Returns how other commands name a block in a directory bucket of this server. */
  String express(String name) {
    return "express://127.0.0.1:" + uri("").getPort() + "/" + name;
  }

  /** Asks the server to end, as a signal does; returns at once. */
  void signal() {
    Cancellation own = within(cancellation);
    Thread.ofVirtual().start(() -> own.cancel(PATIENCE));
  }

  /** Waits until the server has ended. */
  Outcome end() {
    return within(outcome);
  }

  Outcome stop() {
    signal();
    return end();
  }

  @Override
  public void close() {
    if (!outcome.isDone()) {
      stop();
    }
  }

  private static <T> T within(CompletableFuture<T> future) {
    return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private final class FirstLine extends OutputStream {
    private final StringBuilder said = new StringBuilder();

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      said.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
      int end = said.indexOf("\n");
      if (end >= 0) {
        firstLine.complete(said.substring(0, end));
      }
    }
  }
}
