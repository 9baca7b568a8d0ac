package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.ProbeReport.Finding;
import io.blocktier.blockstore.ProbeReport.Verdict;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Tests what a store claims against the live endpoint, for implementers of {@link
 * BlockStore#probe()}. Conditions are raced: {@value ProbeRace#RACERS} calls at the same moment,
 * several times, must have one winner each. A store that does not judge and apply one condition in
 * one step is not trusted with those that rest on it either.
 *
 * <p>Works in blocks under a prefix {@code blocktier-probe-<random>/}, and removes them. A call
 * that meets a passing failure is made {@value ProbeBench#MOST_TRIES} times at most.
 */
public final class CapabilityProbe {

  private final ProbeBench bench;
  private final Capabilities claimed;
  private final Set<Capability> distrust = EnumSet.noneOf(Capability.class);
  private String reason = "";

  private CapabilityProbe(ProbeBench bench, Capabilities claimed) {
    this.bench = bench;
    this.claimed = claimed;
  }

  /**
   * Tests every capability that is claimed.
   *
   * @param store the store itself, without a layer that refuses what was not proven yet
   * @param claimed what it may be able to do
   * @param effects randomness for the prefix, elapsed time, sleeper, and the executor that runs the
   *     racers
   * @return a finding for each capability, and the claim without those that were not proven
   * @throws BlockStoreException if the store cannot be written to and deleted from at all, or is
   *     closed
   */
  public static ProbeReport run(BlockStore store, Capabilities claimed, Effects effects)
      throws BlockStoreException {
    ProbeBench bench = new ProbeBench(store, claimed, effects);
    ProbeReport report;
    try {
      report = new CapabilityProbe(bench, claimed).report();
    } catch (BlockStoreException e) {
      cleanUpAfter(e, bench);
      throw e;
    }
    bench.cleanUp();
    return report;
  }

  private static void cleanUpAfter(BlockStoreException failure, ProbeBench bench) {
    try {
      bench.cleanUp();
    } catch (BlockStoreException e) {
      failure.addSuppressed(e);
    }
  }

  private ProbeReport report() throws BlockStoreException {
    BlockKey key = bench.key("writable");
    bench.write(key, "writable", WriteOptions.DEFAULT);
    List<Finding> findings = new ArrayList<>();
    Set<Capability> lost = EnumSet.noneOf(Capability.class);
    for (Capability capability : claimed.features()) {
      Finding finding = distrust.contains(capability) ? distrusted(capability) : find(capability);
      findings.add(finding);
      if (finding.verdict() != Verdict.PROVEN) {
        lost.add(capability);
      }
    }
    return new ProbeReport(bench.store().toString(), findings, claimed.without(lost));
  }

  private Finding find(Capability capability) throws BlockStoreException {
    try {
      String evidence = ProbeCheck.of(capability).run(bench);
      return new Finding(capability, Verdict.PROVEN, evidence);
    } catch (ProbeRefutation e) {
      if (e.raced()) {
        distrust.addAll(resting(capability));
        reason = e.evidence();
      }
      return new Finding(capability, Verdict.REFUTED, e.evidence());
    } catch (StoreClosedException e) {
      throw e;
    } catch (BlockStoreException e) {
      return new Finding(capability, verdict(e), e.failure().message());
    }
  }

  private Finding distrusted(Capability capability) {
    return new Finding(capability, Verdict.REFUTED, "not to be trusted, since " + reason);
  }

  /**
   * The conditions that a server cannot keep if it does not keep this one. Its window may be too
   * small for the few races of a probe to meet it in each of them.
   */
  private static Set<Capability> resting(Capability raced) {
    return switch (raced) {
      case CONDITIONAL_CREATE ->
          EnumSet.of(
              Capability.CONDITIONAL_REPLACE,
              Capability.CONDITIONAL_DELETE,
              Capability.CONDITIONAL_COPY);
      case CONDITIONAL_REPLACE -> EnumSet.of(Capability.CONDITIONAL_DELETE);
      default -> EnumSet.noneOf(Capability.class);
    };
  }

  /** An error that says nothing about the capability leaves it open; others are the answer. */
  private static Verdict verdict(BlockStoreException error) {
    return switch (error) {
      case StoreUnavailableException _,
          OutcomeUnknownException _,
          AccessRefusedException _,
          OutOfSpaceException _ ->
          Verdict.INCONCLUSIVE;
      default -> Verdict.REFUTED;
    };
  }
}
