package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.s3.server.Fault;
import io.blocktier.blockstore.s3.server.Fault.When;
import io.blocktier.blockstore.s3.server.S3Operation;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No secret leaves the process otherwise than as a signature. */
class SecretsTest extends ServerFixture {

  private static final String SECRET = "a-secret-nobody-may-see";
  private static final String TOKEN = "a-token-nobody-may-see";

  @Test
  void settingsOptionsAndStoresDoNotShowSecrets() throws Exception {
    Settings settings = TestStores.settings(TestStores.texts(server, "session_token", TOKEN));
    assertThat(settings.toString()).contains("****");
    hides(settings.toString());
    hides(S3Options.from(settings).toString());
    hides(S3Options.from(settings).credentials().toString());
    hides(open("session_token", TOKEN).toString());
    assertThat(bare().toString()).isEqualTo("s3://bucket at " + server.endpoint().getAuthority());
  }

  @Test
  void refusedSettingsDoNotRepeatSecrets() {
    Map<String, String> texts = TestStores.texts(server, "session_token", TOKEN);
    texts.remove("access_key_id");
    try {
      TestStores.open(effects, texts).close();
    } catch (InvalidSettingException | BlockStoreException e) {
      hides(everything(e));
    }
  }

  @Test
  void errorsAndLogsHoldNoSecrets() throws Exception {
    PrintStream err = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      BlockStore store = open("session_token", TOKEN, "max_retries", "0");
      for (Fault fault :
          new Fault[] {
            Fault.refuse(403, "SignatureDoesNotMatch"),
            Fault.refuse(500, "InternalError"),
            new Fault.Reset(When.AFTER_EFFECT)
          }) {
        for (S3Operation operation : S3Operation.values()) {
          server.faults().times(1, operation, fault);
        }
        hides(everything(failure(() -> Blocks.write(store, KEY, bytes(10)))));
        hides(everything(failure(() -> Blocks.readAll(store, KEY))));
        hides(everything(failure(() -> store.list(options()).nextPage())));
        hides(store.healthCheck().detail());
      }
    } finally {
      System.setErr(err);
    }
    hides("logged: " + logged.toString(StandardCharsets.UTF_8));
  }

  private static ListOptions options() {
    return ListOptions.under(KeyPrefix.ALL);
  }

  private static Throwable failure(Step step) {
    try {
      step.run();
      return new AssertionError("nothing failed");
    } catch (Exception e) {
      return e;
    }
  }

  private static String everything(Throwable failure) {
    assertThat(failure).isInstanceOf(Exception.class);
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static void hides(String text) {
    assertThat(text).isNotEmpty().doesNotContain(SECRET).doesNotContain(TOKEN);
  }
}
