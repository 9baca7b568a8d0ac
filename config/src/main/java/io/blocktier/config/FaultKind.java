package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.gateway.fault.Fault;
import java.util.List;
import java.util.Locale;

/** What may go wrong, and which terms a rule of it has. */
enum FaultKind {
  LATENCY,
  BANDWIDTH,
  REFUSAL,
  RESET,
  TRUNCATION,
  ERROR_IN_ANSWER,
  LOST_METADATA,
  LOOSE_CONDITIONS,
  STALE_LISTING,
  STALL;

  /**
   * Returns the fault of a rule.
   *
   * @throws InvalidSettingException if a term is missing, has no effect or is out of bounds
   */
  Fault of(Settings rule) {
    requireTerms(rule);
    return switch (this) {
      case LATENCY -> new Fault.Latency(rule.get(FaultTerms.TIME));
      case BANDWIDTH -> new Fault.Bandwidth(rule.get(FaultTerms.RATE));
      case REFUSAL -> new Fault.Refusal(rule.get(FaultTerms.STATUS), rule.get(FaultTerms.WHEN));
      case RESET -> new Fault.Reset(rule.get(FaultTerms.WHEN));
      case TRUNCATION -> new Fault.Truncation(rule.get(FaultTerms.BYTES));
      case ERROR_IN_ANSWER -> new Fault.ErrorInAnswer();
      case LOST_METADATA -> new Fault.LostMetadata();
      case LOOSE_CONDITIONS -> new Fault.LooseConditions(rule.get(FaultTerms.TIME));
      case STALE_LISTING -> new Fault.StaleListing(rule.get(FaultTerms.TIME));
      case STALL -> new Fault.Stall(rule.get(FaultTerms.TIME));
    };
  }

  private List<Setting<?>> terms() {
    return switch (this) {
      case LATENCY, LOOSE_CONDITIONS, STALE_LISTING, STALL -> List.of(FaultTerms.TIME);
      case BANDWIDTH -> List.of(FaultTerms.RATE);
      case REFUSAL -> List.of(FaultTerms.STATUS, FaultTerms.WHEN);
      case RESET -> List.of(FaultTerms.WHEN);
      case TRUNCATION -> List.of(FaultTerms.BYTES);
      case ERROR_IN_ANSWER, LOST_METADATA -> List.of();
    };
  }

  private void requireTerms(Settings rule) {
    for (Setting<?> term : FaultTerms.SETTINGS) {
      boolean written = rule.find(term).isPresent();
      if (written != terms().contains(term)) {
        throw new InvalidSettingException(
            term.key(), (written ? "has no effect on " : "is missing, which is needed by ") + this);
      }
    }
    if (rule.find(FaultTerms.TIME).filter(time -> !time.isPositive()).isPresent()) {
      throw new InvalidSettingException(FaultTerms.TIME.key(), "has to be more than nothing");
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
