package io.blocktier.benchmarks.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.benchmarks.wire.Signer;
import io.blocktier.benchmarks.wire.Wire;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All keys are listed, page by page and again from the beginning. Each connection starts elsewhere
 * and goes on in the next round where it was, so that early and late pages are met alike.
 */
final class Listings implements Workload {

  private static final int PAGE = 1000;
  private static final int PAGES_TO_CHECK = 10; // some take a second for each
  private static final String PREFIX = "list%2F";
  private static final Pattern TOKEN =
      Pattern.compile("<NextContinuationToken>([^<]*)</NextContinuationToken>");

  private final Bucket bucket;
  private final int keys;
  private final List<Cursor> cursors;

  Listings(Bucket bucket, int keys, int connections) {
    this.bucket = bucket;
    this.keys = keys;
    this.cursors = new ArrayList<>(Collections.nCopies(connections, null));
    for (int i = 0; i < connections; i++) {
      cursors.set(i, new Cursor((int) ((long) keys * i / connections)));
    }
  }

  /** Spread over folders, as keys are. */
  private static String key(int number) {
    return "list/" + (100 + number % 100) + "/object-" + (1_000_000 + number);
  }

  private static String keyInOrder(int position, int keys) {
    int ofFolder = Math.max(1, keys / 100);
    return key(position / ofFolder + 100 * (position % ofFolder));
  }

  @Override
  public void prepare() throws IOException {
    bucket.fill(keys, Listings::key, new byte[] {1});
    Cursor first = new Cursor(0);
    int expected = Math.min(keys, PAGES_TO_CHECK * PAGE);
    int found = 0;
    try (Wire wire = bucket.connect()) {
      do {
        found += first.page(wire, bucket.signer());
      } while (!first.atBeginning() && found < expected);
    }
    if (found != expected) {
      throw new IOException(found + " of the first " + expected + " keys are listed");
    }
  }

  @Override
  public Errand errand(int connection) {
    Signer signer = bucket.signer();
    Cursor cursor = cursors.get(connection);
    return wire -> {
      if (cursor.page(wire, signer) == 0) {
        throw new IOException("a page has no key");
      }
      return 1;
    };
  }

  /** How far a connection is. */
  private final class Cursor {
    private Optional<String> token = Optional.empty();
    private Optional<String> after;

    Cursor(int first) {
      this.after =
          first == 0 ? Optional.empty() : Optional.of(keyInOrder(Math.min(first, keys - 1), keys));
    }

    boolean atBeginning() {
      return token.isEmpty() && after.isEmpty();
    }

    /** Returns how many keys a page has. */
    int page(Wire wire, Signer signer) throws IOException {
      String page =
          new String(
              wire.ask(signer.head("GET", "/" + bucket.server().bucket(), query(), 0), new byte[0]),
              UTF_8);
      Matcher next = TOKEN.matcher(page);
      token = next.find() ? Optional.of(next.group(1).replace("&amp;", "&")) : Optional.empty();
      after = Optional.empty();
      return keysOf(page);
    }

    private String query() {
      return token.map(it -> "continuation-token=" + encode(it) + "&").orElse("")
          + "list-type=2&max-keys="
          + PAGE
          + "&prefix="
          + PREFIX
          + after.map(it -> "&start-after=" + encode(it)).orElse("");
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("*", "%2A");
    }

    private int keysOf(String page) {
      int count = 0;
      for (int at = page.indexOf("<Key>"); at >= 0; at = page.indexOf("<Key>", at + 1)) {
        count++;
      }
      return count;
    }
  }
}
