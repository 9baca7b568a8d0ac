package io.blocktier.gateway.inject;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.fault.Fault;
import io.blocktier.gateway.fault.FaultPlan;
import io.blocktier.gateway.fault.FaultRule;
import io.blocktier.gateway.object.WriteConditions;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Body;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets operations go wrong by a plan. Thread-safe. */
public final class FaultInjector {

  private static final Logger LOG = LoggerFactory.getLogger(FaultInjector.class);
  private static final Set<String> CONDITIONS = Set.of("if-match", "if-none-match");

  private static final Set<String> CHANGES = Set.of("PUT", "POST", "DELETE");

  private final FaultPlan plan;
  private final AtomicLongArray turns;
  private final Waits waits;
  private final BucketRegistry buckets;
  private final Attributes attributes;
  private final PastListings listings;

  /**
   * Injects the faults of a plan.
   *
   * @param plan what goes wrong
   * @param effects for waits
   * @param buckets where objects are looked for
   * @param attributes what they are
   */
  public FaultInjector(
      FaultPlan plan, Effects effects, BucketRegistry buckets, Attributes attributes) {
    this.plan = plan;
    this.turns = new AtomicLongArray(plan.rules().size());
    this.waits = new Waits(effects.sleeper());
    this.buckets = buckets;
    this.attributes = attributes;
    this.listings = new PastListings(effects.ticker());
    if (!plan.rules().isEmpty()) {
      LOG.warn("this gateway has faults on purpose: {}", plan);
    }
  }

  /** An operation. */
  @FunctionalInterface
  public interface Call {
    /** Answers a request. */
    Answer answer(S3Request request) throws IOException;
  }

  /** Returns an operation with what strikes a request of it. */
  public Call around(String operation, S3Request request, Call call) {
    if (plan.rules().isEmpty()) {
      return call;
    }
    String path = request.target().bucket() + "/" + request.target().key();
    Call struck = call;
    for (Fault fault : striking(operation, path)) {
      Call inner = struck;
      struck = asked -> answer(fault, operation, asked, inner);
    }
    return struck;
  }

  private List<Fault> striking(String operation, String path) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < plan.rules().size(); i++) {
      FaultRule rule = plan.rules().get(i);
      if (rule.concerns(operation, path) && plan.strikes(i, turns.getAndIncrement(i))) {
        LOG.debug("{} of {} is struck by {}, seed {}", operation, path, rule.fault(), plan.seed());
        faults.add(rule.fault());
      }
    }
    return faults;
  }

  private Answer answer(Fault fault, String operation, S3Request request, Call call)
      throws IOException {
    return switch (fault) {
      case Fault.Latency(var delay) -> {
        waits.pause(delay);
        yield call.answer(request);
      }
      case Fault.Bandwidth(long rate) ->
          SlowBodies.answer(call.answer(SlowBodies.request(request, rate, waits)), rate, waits);
      case Fault.Refusal(int status, var side) -> {
        doneIf(side, request, call);
        throw refusal(status);
      }
      case Fault.Reset(var side) -> {
        doneIf(side, request, call);
        yield new Answer(Answer.OK, new Headers(), new Body.Cut());
      }
      case Fault.Truncation(long bytes) -> BrokenBodies.truncated(call.answer(request), bytes);
      case Fault.ErrorInAnswer() -> errorDocument();
      case Fault.LostMetadata() -> call.answer(request.without(userMetadata(request)));
      case Fault.LooseConditions(var window) -> loosely(window, request, call);
      case Fault.StaleListing(var lag) -> listings.answer(operation, request, lag, call);
      case Fault.Stall(var bound) ->
          BrokenBodies.stalled(call.answer(request), () -> waits.pause(bound));
    };
  }

  private static void doneIf(Fault.Side side, S3Request request, Call call) throws IOException {
    if (side == Fault.Side.AFTER && call.answer(request).body() instanceof Body.Stream stream) {
      stream.close();
    }
  }

  private S3Exception refusal(int status) {
    S3ErrorCode code =
        switch (status) {
          case 429 -> S3ErrorCode.TOO_MANY_REQUESTS;
          case 503 -> S3ErrorCode.SLOW_DOWN;
          default -> S3ErrorCode.INTERNAL_ERROR;
        };
    return new S3Exception(code, onPurpose());
  }

  private Answer errorDocument() {
    XmlWriter xml = XmlWriter.plain("Error");
    xml.text("Code", S3ErrorCode.INTERNAL_ERROR.code()).text("Message", onPurpose());
    return Answer.xml(xml.finish());
  }

  private String onPurpose() {
    return "A fault on purpose, of the plan with seed " + plan.seed();
  }

  private static Set<String> userMetadata(S3Request request) {
    return request.head().headerNames().stream()
        .filter(name -> name.startsWith("x-amz-meta-"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Answer loosely(Duration window, S3Request request, Call call) throws IOException {
    boolean conditional = CONDITIONS.stream().anyMatch(name -> request.header(name).isPresent());
    if (!conditional || !CHANGES.contains(request.head().method())) {
      return call.answer(request);
    }
    BlockKey block = buckets.require(request.target().bucket()).block(request.key());
    WriteConditions.of(request.head()).on(attributes.find(block));
    waits.pause(window);
    return call.answer(request.without(CONDITIONS));
  }
}
