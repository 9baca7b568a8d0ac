package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.Tag;

/** A store that cannot copy under a condition: what is beside a block stays as it was written. */
class TagsWithoutConditionalCopyTest extends GatewayContract {

  private static final int MIB = 1 << 20;

  @Override
  BlockStore open() {
    return new InMemoryBlockStore(
        "weak",
        InMemoryBlockStore.ALL_CAPABILITIES.without(Set.of(Capability.CONDITIONAL_COPY)),
        effects);
  }

  @ParameterizedTest
  @ValueSource(ints = {MIB + 1, 8 * MIB})
  void tagsOfAnObjectOfMoreThanAMebibyteCanBeSet(int size) throws IOException {
    byte[] bytes = random(size);
    String etag = s3.putObject(b -> b.bucket(BUCKET).key("k").tagging("a=1"), body(bytes)).eTag();
    Tag tag = Tag.builder().key("b").value("2").build();
    s3.putObjectTagging(b -> b.bucket(BUCKET).key("k").tagging(t -> t.tagSet(tag)));
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("k")).tagSet()).containsExactly(tag);
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("k")).eTag()).isEqualTo(etag);
    assertThat(get("k")).isEqualTo(bytes);
    assertThat(blocks(".gateway/companions/")).hasSize(1);
    s3.deleteObject(b -> b.bucket(BUCKET).key("k"));
    assertThat(blocks(".gateway/companions/")).isEmpty();
  }

  @Test
  void aSmallObjectIsOneWrite() throws IOException {
    s3.putObject(b -> b.bucket(BUCKET).key("k"), body(random(MIB)));
    assertThat(blocks(".gateway/companions/")).isEmpty();
  }
}
