package io.blocktier.gateway.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.gateway.auth.Authentication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Bodies whose MD5 another task computes, as well as it can. */
class ChecksumLaneTest {

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final byte[] data = Bodies.random(random, 3_000_000);

  private Payload payload(Executor helper) throws IOException {
    Authentication sender = Bodies.signed(Bodies.put("UNSIGNED-PAYLOAD", data.length));
    return Payload.of(sender, new ByteArrayInputStream(data), Bodies.OBJECT, helper);
  }

  private void assertRight(Executor helper) throws IOException {
    Payload payload = payload(helper);
    assertThat(Bodies.readInPieces(payload, random)).isEqualTo(data);
    Payload alone = Bodies.plain(data);
    alone.readAllBytes();
    assertThat(payload.digests()).as("seed %d", seed).isEqualTo(alone.digests());
  }

  @Test
  void aHelperOnOtherThreadsGivesTheSameDigests() throws IOException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        assertRight(threads);
      }
    }
  }

  @Test
  void aHelperThatNeverRunsIsNotWaitedFor() throws IOException {
    List<Runnable> never = new ArrayList<>();
    assertRight(never::add);
    assertThat(never).hasSize(1);
    never.getFirst().run();
  }

  @Test
  void aHelperThatRefusesIsAskedOnce() throws IOException {
    List<Runnable> refused = new ArrayList<>();
    assertRight(task -> {
      refused.add(task);
      throw new RejectedExecutionException();
    });
    assertThat(refused).hasSize(1);
  }

  @Test
  void aHelperOnTheSameThreadIsFineToo() throws IOException {
    assertRight(Runnable::run);
  }

  @Test
  void aSmallBodyNeedsNoHelper() throws IOException {
    List<Runnable> tasks = new ArrayList<>();
    Authentication sender = Bodies.signed(Bodies.put("UNSIGNED-PAYLOAD", 1000));
    Payload payload =
        Payload.of(sender, new ByteArrayInputStream(data, 0, 1000), Bodies.OBJECT, tasks::add);
    assertThat(payload.readAllBytes()).hasSize(1000);
    assertThat(tasks).isEmpty();
    assertThat(payload.digests().md5()).isPresent();
  }
}
