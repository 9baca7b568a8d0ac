package io.blocktier.blockstore.express;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.FixedBucket;
import io.blocktier.gateway.GatewayOptions;
import io.blocktier.gateway.Grant;
import io.blocktier.gateway.Right;
import io.blocktier.gateway.server.S3Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The project's own server with one directory bucket, and stores in it. */
final class ExpressServer implements AutoCloseable {

  static final String BUCKET = "logs--use1-az4--x-s3";

  private static final String KEY = "AKIDEXPRESS";
  private static final String SECRET = "a-secret-nobody-may-see";

  final Effects effects = Effects.ofSystem();
  final BlockStore behind = new InMemoryBlockStore(effects);
  private final S3Gateway gateway;

  ExpressServer() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Grant all = Grant.everywhere(Right.READ_WRITE);
    GatewayOptions options =
        GatewayOptions.at(any)
            .with(new AccessKey(KEY, SECRET, List.of(all)))
            .with(new FixedBucket(BUCKET, KeyPrefix.ALL));
    gateway = S3Gateway.start(options, behind, effects, () -> "up 1\n");
  }

  String address() {
    return "127.0.0.1:" + gateway.address().getPort();
  }

  /** The whole stack, as the provider opens it, with other settings on top. */
  BlockStore open(String... others) throws BlockStoreException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("bucket", BUCKET);
    texts.put("endpoint", "http://" + address());
    texts.put("region", "us-east-1");
    texts.put("access_key_id", KEY);
    texts.put("secret_access_key", SECRET);
    texts.put("probe", "never");
    for (int i = 0; i < others.length; i += 2) {
      texts.put(others[i], others[i + 1]);
    }
    ExpressStoreProvider provider = new ExpressStoreProvider();
    return provider.open(Settings.parse(provider.settings(), texts), effects);
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    behind.close();
    effects.executor().close();
  }
}
