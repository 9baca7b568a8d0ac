package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.ByteRange;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's own calls say what the JDK's say, or nothing. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"})
class LinuxFilesTest {

  @TempDir Path root;

  private LinuxFiles linux;

  private final Disk portable = LocalFixture.portableDisk();

  @BeforeEach
  void find() throws Exception {
    linux = LinuxFiles.find().orElseThrow();
    try (BlockStore store = LocalFixture.open(root)) {
      LocalFixture.write(store, "d/k", "whole");
    }
  }

  /**
   * Versions of files that others wrote are made of it, and outlive a restart with other options.
   */
  @Test
  void theStatusIsThatOfTheJdkDownToTheTextOfTheIdentity() throws Exception {
    for (Path path : new Path[] {root.resolve("d"), root.resolve("d/k")}) {
      assertThat(linux.status(path).status())
          .usingRecursiveComparison()
          .withEqualsForFields((one, other) -> one.toString().equals(other.toString()), "identity")
          .isEqualTo(portable.status(path));
    }
    Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("d/k"));
    assertThat(linux.status(link).status().kind()).isEqualTo(Disk.Kind.OTHER);
  }

  @Test
  void nothingThereIsToldFromNoAnswer() throws Exception {
    assertThat(linux.status(root.resolve("missing")).status()).isNull();
    assertThat(linux.status(root.resolve("d/k/below"))).isNull();
  }

  @Test
  void attributesAreThoseThatTheJdkWrites() throws Exception {
    Path file = Files.createFile(root.resolve("f"));
    assertThat(linux.attribute(file)).isNull();
    portable.setAttribute(file, new byte[] {1, 2, 3});
    assertThat(linux.attribute(file)).containsExactly(1, 2, 3);
    assertThat(linux.setAttribute(file, new byte[] {4})).isTrue();
    assertThat(portable.attribute(file)).containsExactly(4);
    portable.setAttribute(file, new byte[2000]);
    assertThat(linux.attribute(file)).isNull();
    assertThat(linux.setAttribute(root.resolve("missing"), new byte[1])).isFalse();
  }

  @Test
  void aGlanceHasTheAttributeTheLengthAndTheBytesOfOneFile() throws Exception {
    Path file = root.resolve("d/k");
    ByteBuffer bytes = ByteBuffer.allocateDirect(16);
    try (Disk.Glance glance = linux.open(file)) {
      LocalFixture.write(LocalFixture.open(root), "d/k", "replaced meanwhile");
      assertThat(glance.fileBytes()).isEqualTo(5);
      assertThat(BlockAttributes.decode(glance.attribute()).size()).isEqualTo(5);
      assertThat(glance.read(bytes, 1)).isEqualTo(4);
      assertThat(glance.read(bytes, 5)).isEqualTo(-1);
    }
    assertThat(StandardCharsets.UTF_8.decode(bytes.flip()).toString()).isEqualTo("hole");
  }

  @Test
  void whatIsNoPlainFileOnAPlainWayGetsNoAnswer() throws Exception {
    Files.createSymbolicLink(root.resolve("e"), root.resolve("d"));
    Path foreign = Files.writeString(root.resolve("foreign"), "no attribute");
    assertThat(linux.open(root.resolve("e/k"))).isNull();
    assertThat(linux.open(root.resolve("d"))).isNull();
    assertThat(linux.open(foreign)).isNull();
    assertThat(linux.open(root.resolve("missing"))).isNull();
  }

  @Test
  void aLookClosesWhatItOpens() throws Exception {
    Path foreign = Files.writeString(root.resolve("foreign"), "no attribute");
    long before = openFiles();
    for (int i = 0; i < 100; i++) {
      assertThat(linux.open(foreign)).isNull();
      linux.open(root.resolve("d/k")).close();
    }
    assertThat(openFiles() - before).isLessThan(50);
  }

  /** The short way is taken, not only allowed. */
  @Test
  void aReadIntoADirectBufferAsksTheDiskForNothingElse() throws Exception {
    LocalBlockStore store = LocalFixture.open(onlyGlances(LocalFixture.realDisk()), root);
    ByteBuffer bytes = ByteBuffer.allocateDirect(5);
    store.read(BlockKey.of("d/k"), ByteRange.ALL, bytes);
    assertThat(StandardCharsets.UTF_8.decode(bytes.flip()).toString()).isEqualTo("whole");
  }

  private static Disk onlyGlances(Disk disk) {
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isIn("glance", "real");
              return method.invoke(disk, arguments);
            });
  }

  private static long openFiles() throws Exception {
    try (var names = Files.list(Path.of("/proc/self/fd"))) {
      return names.count();
    }
  }
}
