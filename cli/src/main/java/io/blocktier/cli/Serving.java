package io.blocktier.cli;

import io.blocktier.blockstore.Durability;
import io.blocktier.config.ConfiguredGateway;
import io.blocktier.config.StoreStack;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.AddressException;
import io.blocktier.gateway.FixedBucket;
import io.blocktier.gateway.GatewayMeters;
import io.blocktier.gateway.GatewayOptions;
import io.blocktier.gateway.Zone;
import io.blocktier.gateway.fault.FaultPlan;
import io.blocktier.gateway.fault.FaultRule;
import io.blocktier.gateway.server.S3Gateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** One server over an open store, from its start to its orderly end. */
final class Serving {

  private static final String FAULTS = "faults";

  private final Session session;
  private final ConfiguredGateway configured;
  private final StoreStack stack;
  private final Figures figures;

  Serving(Session session, ConfiguredGateway configured, StoreStack stack, Figures figures) {
    this.session = session;
    this.configured = configured;
    this.stack = stack;
    this.figures = figures;
  }

  /** Serves until the run is cancelled, and returns the status of the program. */
  int run() {
    try (GatewayMeters meters = new GatewayMeters(figures.registry(), figures::text)) {
      S3Gateway gateway = start(meters);
      meters.observe(gateway::status);
      announce(gateway);
      session.cancellation().await(configured.drain());
      return drain(gateway);
    }
  }

  private S3Gateway start(GatewayMeters meters) {
    try {
      return S3Gateway.start(configured.options(), stack.store(), session.effects(), meters);
    } catch (AddressException e) {
      throw new CommandException(
          ExitCode.CONFIGURATION,
          Objects.requireNonNullElse(e.getMessage(), ""),
          "name an address of this machine where nobody listens, with --listen and"
              + " --health-listen");
    } catch (IOException e) {
      Problem problem = Problems.of(e);
      throw new CommandException(
          ExitCode.CONFIGURATION,
          "the server cannot start: " + problem.message(),
          "check the section 'gateway', tls above all");
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.UNSUPPORTED,
          Objects.requireNonNullElse(e.getMessage(), ""),
          "take another store, or another file system where it is one of files");
    }
  }

  private int drain(S3Gateway gateway) {
    try (stack) {
      gateway.close(configured.drain());
      return ExitCode.OK.status();
    } catch (IOException e) {
      return session.errors().report(e).status();
    }
  }

  private void announce(S3Gateway gateway) {
    Map<String, Object> facts = facts(gateway);
    Map<String, Object> json = new LinkedHashMap<>(facts);
    StringBuilder text = new StringBuilder("serving S3 at ").append(facts.remove("address"));
    text.append(faultText(configured.options().faults()));
    facts.remove(FAULTS);
    facts.forEach((name, value) -> text.append("; ").append(name).append(' ').append(value));
    json.put("store", stack.description());
    session.print(text + "; " + stack.description(), json);
    session.out().flush();
  }

  /** Nobody shall take a server for a good one that is there to fail. */
  private static String faultText(FaultPlan plan) {
    return plan.rules().isEmpty()
        ? ""
        : Problem.plain("; WITH FAULTS ON PURPOSE by seed " + plan.seed() + ": " + plan.rules());
  }

  private Map<String, Object> facts(S3Gateway gateway) {
    GatewayOptions options = configured.options();
    String scheme = options.tls().isPresent() ? "https" : "http";
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("address", url(scheme, gateway.address()));
    facts.put(FAULTS, options.faults().rules().stream().map(FaultRule::toString).toList());
    facts.put("health", gateway.healthAddress().map(at -> url("http", at)).orElse("nowhere"));
    facts.put("region", options.region());
    facts.put("domain", options.baseDomain().orElse("none, buckets stand in paths"));
    facts.put("keys", options.keys().stream().map(AccessKey::id).toList());
    facts.put(
        "anonymous",
        options.anonymous().map(right -> right.name().toLowerCase(Locale.ROOT)).orElse("refused"));
    facts.put("buckets", buckets(options));
    facts.put("zones", options.directories().zones().stream().map(Zone::id).toList());
    facts.put("body_memory", options.limits().bodyMemoryBytes());
    facts.put("durability", durability(stack.store().capabilities().durability()));
    return facts;
  }

  private static List<String> buckets(GatewayOptions options) {
    return options.buckets().stream().map(FixedBucket::name).toList();
  }

  private static String durability(Durability durability) {
    return durability.name().toLowerCase(Locale.ROOT);
  }

  private static String url(String scheme, InetSocketAddress address) {
    String host = address.getHostString();
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return scheme + "://" + shown + ":" + address.getPort();
  }
}
