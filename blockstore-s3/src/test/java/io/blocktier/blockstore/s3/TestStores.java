package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.s3.server.S3TestServer;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Opens stores on test servers. */
final class TestStores {

  private TestStores() {}

  /** The settings for a server, with others on top. */
  static Map<String, String> texts(S3TestServer server, String... others) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("bucket", S3TestServer.BUCKET);
    texts.put("endpoint", server.endpoint().toString());
    texts.put("region", "us-east-1");
    texts.put("access_key_id", "AKIDTEST");
    texts.put("secret_access_key", "a-secret-nobody-may-see");
    for (int i = 0; i < others.length; i += 2) {
      texts.put(others[i], others[i + 1]);
    }
    return texts;
  }

  static Settings settings(Map<String, String> texts) {
    return Settings.parse(S3Settings.ofStore(), texts);
  }

  /** The whole stack, as the provider opens it. */
  static BlockStore open(Effects effects, Map<String, String> texts) throws BlockStoreException {
    return new S3StoreProvider().open(settings(texts), effects);
  }

  /** The store beneath all layers. */
  static S3BlockStore bare(Effects effects, Map<String, String> texts) {
    return S3BlockStore.open(S3Options.from(settings(texts)), effects);
  }
}
