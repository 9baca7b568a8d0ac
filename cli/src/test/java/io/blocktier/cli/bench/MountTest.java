package io.blocktier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTest {

  private static final List<String> MOUNTS =
      List.of(
          "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard",
          "28 27 8:1 / /data rw,noatime shared:5 - xfs /dev/sda1 rw,attr2",
          "29 28 0:40 / /data/a\\040b rw - tmpfs tmpfs rw,size=4k",
          "30 28 0:41 / /data/twice rw - ext4 /dev/sdb rw,barrier=0",
          "32 28 253:0 / /data/volume rw - ext4 /dev/mapper/rl-root rw",
          "31 28 0:42 / /data/twice rw - nfs4 host:/export rw");

  @TempDir private Path devices;

  private Mount mount(String path) {
    return Mount.of(Path.of(path), MOUNTS, devices).orElseThrow();
  }

  @Test
  void theDeepestMountAboveAPathIsItsOwn() {
    assertThat(mount("/var/tmp").fileSystem()).isEqualTo("ext4");
    assertThat(mount("/database").point()).isEqualTo("/");
    assertThat(mount("/data/x").fileSystem()).isEqualTo("xfs");
    assertThat(mount("/data/x").options()).containsExactly("rw", "noatime", "attr2");
  }

  @Test
  void aSpaceInANameIsRead() {
    assertThat(mount("/data/a b/c").inMemory()).isTrue();
  }

  @Test
  void ofTwoMountsInOnePlaceTheLastIsSeen() {
    assertThat(mount("/data/twice/x").onNetwork()).isTrue();
  }

  @Test
  void aPartitionIsAsItsDisk() throws Exception {
    Path disk = Files.createDirectories(devices.resolve("real/sda/queue")).getParent();
    Files.writeString(disk.resolve("queue/rotational"), "1\n");
    Files.writeString(disk.resolve("queue/write_cache"), "write back\n");
    Files.createDirectory(disk.resolve("sda1"));
    Files.createSymbolicLink(devices.resolve("8:1"), disk.resolve("sda1"));
    assertThat(mount("/data/x").turns()).contains(true);
    assertThat(mount("/data/x").writeCache()).contains("write back");
    assertThat(mount("/data/x").surelyTurns()).isTrue();
  }

  @Test
  void whatALogicalVolumeLiesOnNeedNotTurn() throws Exception {
    Files.createDirectories(devices.resolve("253:0/queue"));
    Files.writeString(devices.resolve("253:0/queue/rotational"), "1\n");
    assertThat(mount("/data/volume/x").turns()).contains(true);
    assertThat(mount("/data/volume/x").surelyTurns()).isFalse();
  }

  @Test
  void aVirtualDiskThatIsCalledRotatingNeedNotTurn() throws Exception {
    Files.createDirectories(devices.resolve("254:0/queue"));
    Files.writeString(devices.resolve("254:0/queue/rotational"), "1\n");
    assertThat(mount("/").turns()).contains(true);
    assertThat(mount("/").surelyTurns()).isFalse();
    assertThat(mount("/").discardsAtOnce()).isTrue();
  }
}
