package io.blocktier.gateway.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartChecksumsTest {

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  private static Checksum checksum(ChecksumAlgorithm algorithm, byte[] data) {
    RunningChecksum running = algorithm.start();
    running.update(data, 0, data.length);
    return Checksum.of(algorithm, running.finish());
  }

  private static long crc64(byte[] data, int offset, int length) {
    Crc64Nvme crc = new Crc64Nvme();
    crc.update(data, offset, length);
    return crc.getValue();
  }

  @Test
  void crc64NvmeHasTheKnownValues() {
    assertThat(crc64("123456789".getBytes(UTF_8), 0, 9)).isEqualTo(0xae8b14860a799888L);
    assertThat(crc64(new byte[4096], 0, 4096)).isEqualTo(0x6482d367eb22b64eL);
    byte[] ones = new byte[4096];
    Arrays.fill(ones, (byte) 0xff);
    assertThat(crc64(ones, 0, 4096)).isEqualTo(0xc0ddba7302eca3acL);
    assertThat(crc64(new byte[0], 0, 0)).isZero();
  }

  @Test
  void crc64NvmeIsTheSameInAnyPieces() {
    byte[] data = Bodies.random(random, 3_000);
    Crc64Nvme single = new Crc64Nvme();
    for (byte b : data) {
      single.update(b);
    }
    for (int round = 0; round < 200; round++) {
      Crc64Nvme pieces = new Crc64Nvme();
      for (int at = 0; at < data.length; ) {
        int length = Math.min(data.length - at, random.nextInt(100));
        pieces.update(data, at, length);
        at += length;
      }
      assertThat(pieces.getValue()).as("seed %d", seed).isEqualTo(single.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
  void theChecksumOfAnObjectFollowsFromThoseOfItsParts(ChecksumAlgorithm algorithm) {
    for (int round = 0; round < 200; round++) {
      byte[] data = Bodies.random(random, random.nextInt(20_000));
      List<PartChecksum> parts = new ArrayList<>();
      int at = 0;
      while (at < data.length) {
        int to = at + random.nextInt(data.length - at + 1);
        parts.add(new PartChecksum(checksum(algorithm, Arrays.copyOfRange(data, at, to)), to - at));
        at = to;
      }
      assertThat(PartChecksums.fullObject(algorithm, parts))
          .as("seed %d", seed)
          .isEqualTo(checksum(algorithm, data));
    }
  }

  @Test
  void partsMayBeLargerThanAnyArray() {
    PartChecksum part =
        new PartChecksum(new Checksum(ChecksumAlgorithm.CRC32, "AAAAAA=="), 5L << 30);
    // Zero is the checksum of nothing: the code is linear, so that it stays zero.
    assertThat(PartChecksums.fullObject(ChecksumAlgorithm.CRC32, List.of(part, part)).value())
        .isEqualTo("AAAAAA==");
    byte[] gib = new byte[1 << 20];
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    for (int i = 0; i < 5 << 10; i++) {
      crc.update(gib, 0, gib.length);
    }
    Checksum zeros = Checksum.of(ChecksumAlgorithm.CRC32, CyclicCode.bytes(crc.getValue(), 4));
    Checksum one = checksum(ChecksumAlgorithm.CRC32, new byte[] {1});
    crc.reset();
    crc.update(1);
    for (int i = 0; i < 5 << 10; i++) {
      crc.update(gib, 0, gib.length);
    }
    assertThat(
            PartChecksums.fullObject(
                ChecksumAlgorithm.CRC32,
                List.of(new PartChecksum(one, 1), new PartChecksum(zeros, 5L << 30))))
        .isEqualTo(Checksum.of(ChecksumAlgorithm.CRC32, CyclicCode.bytes(crc.getValue(), 4)));
  }

  @ParameterizedTest
  @EnumSource
  void aCompositeIsTheChecksumOfTheChecksums(ChecksumAlgorithm algorithm) {
    List<byte[]> data = List.of("a".getBytes(UTF_8), "bc".getBytes(UTF_8));
    byte[] checksums = new byte[2 * algorithm.bytes()];
    List<PartChecksum> parts = new ArrayList<>();
    for (byte[] part : data) {
      Checksum checksum = checksum(algorithm, part);
      System.arraycopy(
          checksum.bytes(), 0, checksums, parts.size() * algorithm.bytes(), algorithm.bytes());
      parts.add(new PartChecksum(checksum, part.length));
    }
    assertThat(PartChecksums.composite(algorithm, parts).value())
        .isEqualTo(checksum(algorithm, checksums).value() + "-2");
  }

  @Test
  void digestsDoNotFollowFromParts() {
    assertThat(ChecksumAlgorithm.SHA256.combines()).isFalse();
    assertThatThrownBy(() -> PartChecksums.fullObject(ChecksumAlgorithm.SHA256, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    Checksum crc32 = checksum(ChecksumAlgorithm.CRC32, new byte[1]);
    assertThatThrownBy(() ->
            PartChecksums.fullObject(ChecksumAlgorithm.CRC32C, List.of(new PartChecksum(crc32, 1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PartChecksum(crc32, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEtagOfPartsIsTheMd5OfTheirMd5s() throws Exception {
    String a = "0cc175b9c0f1b6a831c399e269772661";
    String b = "92eb5ffee6ae2fec3ad71c777531578f";
    byte[] both = HexFormat.of().parseHex(a + b);
    String md5 =
        HexFormat.of().formatHex(java.security.MessageDigest.getInstance("MD5").digest(both));
    assertThat(PartEtags.combine(List.of(a, b))).isEqualTo(md5 + "-2");
  }
}
