package io.blocktier.blockstore.s3;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.BlockStoreContract;
import io.blocktier.blockstore.tck.ContractScale;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * The contract, against a server that is not ours. It is probed first; what it fails is not
 * offered, and the contract tests that it is refused. What no capability stands for is tried as
 * well; tests that need it are skipped. Every test has a key prefix of its own, under one that is
 * emptied at the end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ForeignServerContract extends BlockStoreContract {

  private static final int TRIES_TO_EMPTY = 10;

  private final String root =
      "blocktier-tck-" + HexFormat.of().toHexDigits(System.nanoTime()) + "/";

  private Effects effects;
  private Capabilities proven;
  private Set<Lack> lacks;
  private int opened;

  /** Endpoint, bucket and keys. */
  abstract Map<String, String> settings();

  /**
   * What the server is known not to do, although the probe may find it done: a race that is not
   * guarded is now and then won by one alone.
   */
  Set<Capability> knownLacks() {
    return Set.of();
  }

  /** The same of what no capability stands for. */
  Set<Lack> knownOtherLacks() {
    return Set.of();
  }

  /** A store of whose server the capabilities are known already. */
  private final class Proven extends ForwardingBlockStore {

    Proven(BlockStore bare) {
      super(bare);
    }

    /** With the limits behind the prefix of this test, which is longer than that of the probe. */
    @Override
    public Capabilities capabilities() {
      return inner()
          .capabilities()
          .without(EnumSet.complementOf(EnumSet.copyOf(proven.features())));
    }

    /** Looks again at what is offered; the rest was turned down already. */
    @Override
    public ProbeReport probe() throws BlockStoreException {
      ProbeReport report = inner().probe();
      List<ProbeReport.Finding> offered =
          report.findings().stream().filter(f -> proven.has(f.capability())).toList();
      Set<Capability> lost = EnumSet.allOf(Capability.class);
      lost.removeAll(report.capabilities().features());
      return new ProbeReport(report.store(), offered, capabilities().without(lost));
    }

    @Override
    public String toString() {
      return inner().toString();
    }
  }

  @BeforeAll
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void probe() throws Exception {
    effects = Effects.ofSystem();
    createBucket();
    try (S3BlockStore bare = TestStores.bare(effects, texts(root, "auto"))) {
      ProbeReport report = bare.probe();
      report.findings().forEach(ForeignServerContract::print);
      Stream.concat(knownLacks().stream(), knownOtherLacks().stream())
          .forEach(lack -> System.out.println("probe: known to lack " + lack));
      proven = report.capabilities().without(knownLacks());
      lacks = EnumSet.copyOf(Lack.of(bare, effects.executor()));
      lacks.addAll(knownOtherLacks());
    }
  }

  @AfterAll
  void cleanUp() throws Exception {
    Map<String, String> texts = texts(root, "never");
    texts.put("timeout_secs", "120");
    try (S3BlockStore bare = TestStores.bare(effects, texts)) {
      empty(bare);
    } finally {
      effects.executor().close();
    }
  }

  /** Some servers fail to list what they are deleting. */
  private static void empty(BlockStore store) throws BlockStoreException {
    for (int tries = 1; ; tries++) {
      try {
        store.deleteByPrefix(KeyPrefix.ALL).orThrow();
        return;
      } catch (StoreUnavailableException e) {
        if (tries == TRIES_TO_EMPTY) {
          throw e;
        }
      }
    }
  }

  @BeforeEach
  void skipWhatTheServerLacks(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    for (Lack lack : lacks) {
      assumeFalse(lack.concerns(name), () -> "the server lacks " + lack);
    }
  }

  @Override
  protected BlockStore open() throws Exception {
    Map<String, String> texts = texts(root + opened++ + "/", "never");
    S3BlockStore bare = TestStores.bare(effects, texts);
    bare.learnDialect();
    return new ListingWitness(
        S3StoreProvider.compose(
            new Proven(bare), LayerPolicies.from(TestStores.settings(texts)), effects));
  }

  /** Fewer keys, where every one of them costs a sync. */
  @Override
  public ContractScale scale() {
    return ContractScale.DEFAULT.withKeys(1_001, 1_001);
  }

  private Map<String, String> texts(String prefix, String probe) {
    Map<String, String> texts = new LinkedHashMap<>(settings());
    texts.put("key_prefix", prefix);
    texts.put("probe", probe);
    return texts;
  }

  private void createBucket() {
    S3Options options = S3Options.from(TestStores.settings(settings()));
    String bucket = options.names().bucket();
    try (S3Connection connection = S3Connection.open(options)) {
      try {
        connection.client().headBucket(r -> r.bucket(bucket));
      } catch (NoSuchBucketException missing) {
        connection.client().createBucket(r -> r.bucket(bucket));
      }
    } catch (BucketAlreadyOwnedByYouException fine) {
      // somebody else was quicker
    }
  }

  private static void print(ProbeReport.Finding finding) {
    boolean offered = finding.verdict() == ProbeReport.Verdict.PROVEN;
    System.out.println("probe: " + (offered ? "proven " : "refuted ") + finding.capability());
    System.out.println("  " + finding.verdict() + ": " + finding.evidence());
  }
}
