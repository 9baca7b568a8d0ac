package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.StoreLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which root a URI means, and which name in it. */
class LocalUriTest {

  @TempDir Path scratch;

  private static StoreLocation locate(String uri) {
    return new LocalStoreProvider().locate(uri);
  }

  private static StoreLocation location(Path root, String name) {
    return new StoreLocation(Map.of("path", root.toString()), name);
  }

  @Test
  void aDirectoryThatExistsIsTheRoot() {
    assertThat(locate("file:" + scratch)).isEqualTo(location(scratch, ""));
    assertThat(locate("file:" + scratch + "/")).isEqualTo(location(scratch, ""));
  }

  @Test
  void ofAnythingElseTheDirectoryAroundItIsTheRoot() {
    assertThat(locate("file:" + scratch + "/block")).isEqualTo(location(scratch, "block"));
    assertThat(locate("file:" + scratch + "/new/block"))
        .isEqualTo(location(scratch.resolve("new"), "block"));
  }

  @Test
  void aTrailingSlashMeansADirectory() {
    assertThat(locate("file:" + scratch + "/new/")).isEqualTo(location(scratch.resolve("new"), ""));
  }

  @Test
  void whatAStoreHasWrittenToIsTheRootOfAllBelow() throws Exception {
    try (BlockStore store = LocalFixture.open(scratch)) {
      LocalFixture.write(store, "d/e/x", "bytes");
    }
    assertThat(locate("file:" + scratch + "/d/e/x")).isEqualTo(location(scratch, "d/e/x"));
    assertThat(locate("file:" + scratch + "/d/e")).isEqualTo(location(scratch, "d/e"));
    assertThat(locate("file:" + scratch + "/d/new/")).isEqualTo(location(scratch, "d/new/"));
  }

  @Test
  void aStoreInADirectoryOpenToAllIsNotTheRootOfWhatIsBelow() throws Exception {
    try (BlockStore store = LocalFixture.open(scratch)) {
      LocalFixture.write(store, "x", "bytes");
    }
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(locate("file:" + scratch + "/x")).isEqualTo(location(scratch, "x"));
    assertThat(locate("file:" + scratch + "/d/new"))
        .isEqualTo(location(scratch.resolve("d"), "new"));
  }

  @Test
  void aRelativePathStartsAtTheWorkingDirectory() {
    Path here = Path.of("").toAbsolutePath();

    assertThat(locate("file:nowhere/block")).isEqualTo(location(here.resolve("nowhere"), "block"));
    assertThat(locate("file:./nowhere/../block")).isEqualTo(location(here, "block"));
  }

  @Test
  void threeSlashesAreAnEmptyHost() {
    assertThat(locate("file://" + scratch + "/block")).isEqualTo(location(scratch, "block"));
  }

  @Test
  void nothingIsDecoded() throws Exception {
    Path odd = Files.createDirectory(scratch.resolve("Größe %20 100%"));

    assertThat(locate("file:" + odd + "/é?#")).isEqualTo(location(odd, "é?#"));
  }

  @Test
  void theSchemeChoosesDirectAccess() {
    assertThat(locate("direct:" + scratch + "/x"))
        .isEqualTo(new StoreLocation(Map.of("path", scratch.toString(), "direct", "true"), "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:", "file://host/x", "file://", "s3://bucket", "/tmp", "", "file:\0"})
  void whatCannotBeReadIsRefused(String uri) {
    assertThatThrownBy(() -> locate(uri)).isInstanceOf(IllegalArgumentException.class);
  }
}
