package io.blocktier.gateway.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.gateway.auth.Examples;
import io.blocktier.gateway.auth.SentHead;
import io.blocktier.gateway.auth.TestSigner;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies with random chunks, and with random damage: whoever reads the end has the right bytes. */
class CorruptedChunksTest {

  private static final int ROUNDS = 4_000;
  private static final List<ChecksumAlgorithm> ALGORITHMS = List.of(ChecksumAlgorithm.values());

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  /** A body, and the head that belongs to it. */
  private record Upload(SentHead head, byte[] data, byte[] body) {

    Payload read(byte[] sent, Random random) throws IOException {
      return Payload.of(
          Examples.authenticator().authenticate(head), Bodies.trickle(sent, random), Bodies.OBJECT);
    }
  }

  private Upload upload() {
    byte[] data = Bodies.random(random, random.nextInt(5_000));
    boolean signed = random.nextBoolean();
    boolean trailer = !signed || random.nextBoolean();
    ChecksumAlgorithm algorithm = ALGORITHMS.get(random.nextInt(ALGORITHMS.size()));
    SentHead head = TestSigner.EXAMPLE.sign(head(signed, trailer, algorithm, data.length));
    ChunkWriter writer = signed ? ChunkWriter.signed(head) : ChunkWriter.unsigned();
    writer.chunks(data, sizes(data.length));
    byte[] body =
        trailer ? writer.end(algorithm.header(), checksum(algorithm, data)) : writer.end();
    return new Upload(head, data, body);
  }

  private static SentHead head(
      boolean signed, boolean trailer, ChecksumAlgorithm algorithm, int length) {
    String payload =
        (signed ? "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" : "STREAMING-UNSIGNED-PAYLOAD")
            + (trailer ? "-TRAILER" : "");
    SentHead head =
        Bodies.put(payload, 0, "x-amz-decoded-content-length", Integer.toString(length));
    return trailer ? head.with("x-amz-trailer", algorithm.header()) : head;
  }

  private int[] sizes(int length) {
    int[] sizes = new int[random.nextInt(6)];
    int left = length;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = left == 0 ? 0 : 1 + random.nextInt(left);
      left -= sizes[i];
    }
    return Arrays.stream(sizes).filter(size -> size > 0).toArray();
  }

  private static String checksum(ChecksumAlgorithm algorithm, byte[] data) {
    RunningChecksum running = algorithm.start();
    running.update(data, 0, data.length);
    return Checksum.of(algorithm, running.finish()).value();
  }

  private byte[] damaged(byte[] body) {
    byte[] damaged = body.clone();
    int at = random.nextInt(body.length);
    switch (random.nextInt(4)) {
      case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> damaged = Arrays.copyOf(body, at);
      case 2 -> {
        byte[] rest = Arrays.copyOfRange(body, at, body.length);
        damaged = Arrays.copyOf(body, body.length + 1);
        System.arraycopy(rest, 0, damaged, at + 1, rest.length);
      }
      default -> {
        int to = at + random.nextInt(body.length - at);
        damaged = Arrays.copyOf(body, body.length - (to - at));
        System.arraycopy(body, to, damaged, at, body.length - to);
      }
    }
    return damaged;
  }

  @Test
  void bodiesInAnyChunksAreRead() throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      Upload upload = upload();
      Payload payload = upload.read(upload.body, random);
      assertThat(Bodies.readInPieces(payload, random)).as("seed %d", seed).isEqualTo(upload.data);
    }
  }

  @Test
  void damagedBodiesAreRefusedOrHarmless() throws IOException {
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Upload upload = upload();
      Payload payload = upload.read(damaged(upload.body), random);
      try {
        assertThat(Bodies.readInPieces(payload, random)).as("seed %d", seed).isEqualTo(upload.data);
      } catch (S3Exception e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(ROUNDS * 8 / 10);
  }
}
