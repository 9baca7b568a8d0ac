package io.blocktier.gateway;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.SettledReceipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.gateway.server.S3Gateway;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A gateway in a process of its own, with little memory. Says its port; asked by a line, it says
 * how many bytes it has had at most in memory, and goes when there are no more lines.
 */
final class LargePutServer {

  /** Where objects go to be counted and not kept. */
  static final String NOWHERE = "nowhere";

  /** With its head no more than the garbage collector gives out at a time, 1 MiB. */
  private static final int PART_BYTES = (1 << 20) - (1 << 10);

  private static final long BODY_BYTES = 48L << 20;
  private static final Etag ETAG = Etag.of("0");

  private LargePutServer() {}

  public static void main(String[] args) throws IOException {
    Effects effects = Effects.ofSystem();
    BlockStore store =
        args[0].equals(NOWHERE)
            ? new Nowhere(effects)
            : GatewayOverFilesTest.files(Path.of(args[0]), effects);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    GatewayOptions options = GatewayOptions.at(any).withAnonymous(Right.READ_WRITE).with(limits());
    try (store;
        S3Gateway gateway = S3Gateway.start(options, store, effects, Telemetry.NONE)) {
      System.out.println(gateway.address().getPort());
      while (System.in.read() >= 0) {
        System.out.println(residentPeak() + " " + heapPeak() + " " + direct());
      }
    }
    effects.executor().close();
  }

  private static GatewayLimits limits() {
    GatewayLimits usual = GatewayLimits.DEFAULT;
    return new GatewayLimits(
        usual.maxConnections(),
        usual.maxHeaderBytes(),
        usual.headTimeout(),
        usual.idleTimeout(),
        usual.slownessGrace(),
        usual.minBytesPerSecond(),
        BODY_BYTES,
        Duration.ofMinutes(5),
        PART_BYTES,
        PART_BYTES,
        usual.readBuffers(),
        usual.readBufferBytes(),
        usual.bucketTrust(),
        usual.maxBuckets(),
        usual.uploadExpiry(),
        usual.sweepInterval());
  }

  private static long residentPeak() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("this kernel does not tell");
  }

  private static long heapPeak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** Keeps what is written whole, which is what is said of objects, and nothing of uploads. */
  private static final class Nowhere extends ForwardingBlockStore {

    Nowhere(Effects effects) {
      super(new InMemoryBlockStore(effects));
    }

    @Override
    public BlockUpload startUpload(BlockKey key, WriteOptions options) {
      return new Lost(key);
    }

    @Override
    public String toString() {
      return NOWHERE;
    }
  }

  private record Lost(BlockKey key) implements BlockUpload {
    @Override
    public PartReceipt uploadPart(int number, Content content) {
      return new PartReceipt(number, content.length(), ETAG, Optional.empty());
    }

    @Override
    public PartReceipt copyPart(int number, BlockKey source, ByteRange range) {
      return new PartReceipt(number, range.length(), ETAG, Optional.empty());
    }

    @Override
    public Receipt complete(List<PartReceipt> parts) {
      long size = parts.stream().mapToLong(PartReceipt::size).sum();
      return new SettledReceipt(key, size, ETAG, Optional.empty(), Durability.MEMORY);
    }

    @Override
    public void abort() {}

    @Override
    public void close() {}
  }
}
