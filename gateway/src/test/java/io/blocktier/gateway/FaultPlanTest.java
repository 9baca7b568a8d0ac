package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.gateway.fault.Fault;
import io.blocktier.gateway.fault.FaultPlan;
import io.blocktier.gateway.fault.FaultRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client sees of each fault, and what is in the store then. */
class FaultPlanTest {

  private static final long SEED = new SplittableRandom().nextLong();
  private static final Duration PAUSE = Duration.ofMillis(1234);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SWEEP = Duration.ofMinutes(30);
  private static final String TEXT = "0123456789";

  private final Effects machine = Effects.ofSystem();
  private final LinkedBlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
  private final AtomicReference<Runnable> inWindow = new AtomicReference<>(() -> {});
  private final Effects effects = effects();
  private final InMemoryBlockStore store = new InMemoryBlockStore(effects);
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<GatewayFixture> open = new ArrayList<>();

  /** Notes how long faults take, and lets them be over at once; the sweeper waits truly. */
  private Effects effects() {
    return new Effects(
        machine.clock(),
        machine.ticker(),
        machine.random(),
        duration -> {
          if (duration.compareTo(SWEEP) < 0) {
            pauses.add(duration);
            inWindow.getAndSet(() -> {}).run();
          } else {
            machine.sleeper().sleep(duration);
          }
        },
        machine.executor());
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    for (GatewayFixture gateway : open) {
      gateway.close();
    }
    machine.executor().close();
  }

  @Test
  void withoutAPlanNothingGoesWrong() throws Exception {
    GatewayFixture gateway = gateway();
    for (int i = 0; i < 50; i++) {
      assertThat(put(gateway, "k" + i, TEXT).statusCode()).isEqualTo(200);
      assertThat(get(gateway, "k" + i).body()).isEqualTo(TEXT);
    }
    assertThat(faultPauses()).isEmpty();
  }

  @Test
  void latencyComesBeforeTheOperation() throws Exception {
    GatewayFixture gateway = gateway(always("GetObject", new Fault.Latency(PAUSE)));
    put(gateway, "k", TEXT);
    assertThat(faultPauses()).isEmpty();
    assertThat(get(gateway, "k").body()).isEqualTo(TEXT);
    assertThat(faultPauses()).containsExactly(PAUSE);
  }

  @Test
  void bandwidthIsThatOfBodiesInBothDirections() throws Exception {
    Fault slow = new Fault.Bandwidth(5);
    GatewayFixture gateway = gateway(always("PutObject", slow), always("GetObject", slow));
    put(gateway, "k", TEXT);
    assertThat(total()).isEqualTo(Duration.ofSeconds(2));
    assertThat(get(gateway, "k").body()).isEqualTo(TEXT);
    assertThat(total()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aRefusalLeavesTheObjectOrNot() throws Exception {
    for (int status : new int[] {500, 503, 429}) {
      GatewayFixture before =
          gateway(always("PutObject", new Fault.Refusal(status, Fault.Side.BEFORE)));
      assertThat(put(before, "before", TEXT))
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(status))
          .satisfies(answer -> assertThat(answer.body()).contains("seed " + SEED));
      assertThat(get(before, "before").statusCode()).isEqualTo(404);
      GatewayFixture after =
          gateway(always("PutObject", new Fault.Refusal(status, Fault.Side.AFTER)));
      assertThat(put(after, "after" + status, TEXT).statusCode()).isEqualTo(status);
      assertThat(get(after, "after" + status).body()).isEqualTo(TEXT);
    }
  }

  @Test
  void aResetLeavesTheObjectOrNot() throws Exception {
    GatewayFixture before = gateway(always("PutObject", new Fault.Reset(Fault.Side.BEFORE)));
    assertThatThrownBy(() -> put(before, "k", TEXT)).isInstanceOf(UncheckedIOException.class);
    assertThat(get(before, "k").statusCode()).isEqualTo(404);
    GatewayFixture after = gateway(always("PutObject", new Fault.Reset(Fault.Side.AFTER)));
    assertThatThrownBy(() -> put(after, "k", TEXT)).isInstanceOf(UncheckedIOException.class);
    assertThat(get(after, "k").body()).isEqualTo(TEXT);
  }

  @Test
  void aTruncatedBodyIsShorterThanItSays() throws Exception {
    GatewayFixture gateway = gateway(always("GetObject", new Fault.Truncation(4)));
    put(gateway, "k", TEXT);
    put(gateway, "short", "0123");
    assertThatThrownBy(() -> get(gateway, "k")).isInstanceOf(UncheckedIOException.class);
    assertThat(get(gateway, "short").body()).isEqualTo("0123");
  }

  @Test
  void anErrorMayComeWithAGoodStatus() throws Exception {
    GatewayFixture gateway = gateway(always("CopyObject", new Fault.ErrorInAnswer()));
    put(gateway, "k", TEXT);
    HttpResponse<String> answer =
        send(gateway, "PUT", "copy", Map.of("x-amz-copy-source", "photos/k"), "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("<Error><Code>InternalError</Code>");
    assertThat(get(gateway, "copy").statusCode()).isEqualTo(404);
  }

  @Test
  void metadataMayBeLost() throws Exception {
    GatewayFixture gateway =
        gateway(always("PutObject", new Fault.LostMetadata()).onKeys("photos/lost/*"));
    Map<String, String> user = Map.of("x-amz-meta-who", "me", "Content-Type", "text/x");
    for (String key : List.of("lost/k", "kept/k")) {
      assertThat(send(gateway, "PUT", key, user, TEXT).statusCode()).isEqualTo(200);
    }
    assertThat(get(gateway, "lost/k").headers().firstValue("x-amz-meta-who")).isEmpty();
    assertThat(get(gateway, "lost/k").headers().firstValue("content-type")).contains("text/x");
    assertThat(get(gateway, "kept/k").headers().firstValue("x-amz-meta-who")).contains("me");
  }

  @Test
  void aLooseConditionIsJudgedAndForgotten() throws Exception {
    GatewayFixture exact = gateway();
    GatewayFixture gateway = gateway(always("PutObject", new Fault.LooseConditions(PAUSE)));
    inWindow.set(() -> put(exact, "k", "other"));
    Map<String, String> absent = Map.of("If-None-Match", "*");
    assertThat(send(gateway, "PUT", "k", absent, "late").statusCode()).isEqualTo(200);
    assertThat(get(exact, "k").body()).isEqualTo("late");
    assertThat(send(gateway, "PUT", "k", absent, "later").statusCode()).isEqualTo(412);
    inWindow.set(() -> put(exact, "new", "other"));
    assertThat(send(exact, "PUT", "new", absent, "first").statusCode()).isEqualTo(200);
  }

  @Test
  void aListingMayBeOld() throws Exception {
    GatewayFixture gateway =
        gateway(FaultRule.always("ListObjectsV2", new Fault.StaleListing(LONG)).after(0, 2));
    put(gateway, "a", TEXT);
    assertThat(list(gateway)).contains("<Key>a</Key>");
    put(gateway, "b", TEXT);
    assertThat(list(gateway)).contains("<Key>a</Key>").doesNotContain("<Key>b</Key>");
    assertThat(list(gateway)).contains("<Key>a</Key>", "<Key>b</Key>");
  }

  @Test
  void aStallEnds() throws Exception {
    GatewayFixture gateway =
        gateway(
            always("GetObject", new Fault.Stall(PAUSE)),
            always("PutObject", new Fault.Stall(PAUSE)));
    put(gateway, "k", TEXT);
    assertThat(faultPauses()).containsExactly(PAUSE);
    assertThat(get(gateway, "k").body()).isEqualTo(TEXT);
    assertThat(faultPauses()).containsExactly(PAUSE);
  }

  @Test
  void aSeedDecidesTheSameAgain() throws Exception {
    FaultRule some =
        always("HeadObject", new Fault.Refusal(503, Fault.Side.BEFORE)).withProbability(0.5);
    List<Integer> first = statuses(gateway(FaultPlan.of(SEED, some)));
    List<Integer> again = statuses(gateway(FaultPlan.of(SEED, some)));
    List<Integer> other = statuses(gateway(FaultPlan.of(SEED + 1, some)));
    assertThat(again).as("seed %d", SEED).isEqualTo(first).contains(503, 404);
    assertThat(other).as("seed %d", SEED + 1).isNotEqualTo(first);
  }

  @Test
  void aRuleSparesSomeAndIsOver() throws Exception {
    GatewayFixture gateway =
        gateway(always("HeadObject", new Fault.Refusal(500, Fault.Side.BEFORE)).after(2, 3));
    assertThat(statuses(gateway).subList(0, 7)).containsExactly(404, 404, 500, 500, 500, 404, 404);
  }

  private static FaultRule always(String operation, Fault fault) {
    return FaultRule.always(operation, fault);
  }

  private GatewayFixture gateway(FaultRule... rules) throws IOException {
    return gateway(FaultPlan.of(SEED, rules));
  }

  private GatewayFixture gateway(FaultPlan plan) throws IOException {
    GatewayOptions options = GatewayFixture.options().withAnonymous(Right.READ_WRITE).with(plan);
    GatewayFixture gateway = GatewayFixture.over(options, store, effects);
    open.add(gateway);
    gateway.s3.createBucket(b -> b.bucket("photos"));
    return gateway;
  }

  private List<Duration> faultPauses() {
    List<Duration> drained = new ArrayList<>();
    pauses.drainTo(drained);
    return drained;
  }

  private Duration total() {
    return faultPauses().stream().reduce(Duration.ZERO, Duration::plus);
  }

  private List<Integer> statuses(GatewayFixture gateway) {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      statuses.add(send(gateway, "HEAD", "none", Map.of(), "").statusCode());
    }
    return statuses;
  }

  private String list(GatewayFixture gateway) {
    return send(gateway, "GET", "?list-type=2", Map.of(), "").body();
  }

  private HttpResponse<String> put(GatewayFixture gateway, String key, String text) {
    return send(gateway, "PUT", key, Map.of(), text);
  }

  private HttpResponse<String> get(GatewayFixture gateway, String key) {
    return send(gateway, "GET", key, Map.of(), "");
  }

  private HttpResponse<String> send(
      GatewayFixture gateway, String method, String key, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri("/photos/" + key))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
