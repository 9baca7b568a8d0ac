package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.Tag;

/** How objects and buckets are tagged, whatever store the gateway serves. */
abstract class TaggingContract extends GatewayContract {

  @Test
  void tagsAreSetAndTakenAwayWithoutANewObject() {
    String etag = put("k", "v");
    Tag tag = Tag.builder().key("a").value("b c").build();
    s3.putObjectTagging(b -> b.bucket(BUCKET).key("k").tagging(t -> t.tagSet(tag)));
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("k")).tagSet()).containsExactly(tag);
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("k")).eTag()).isEqualTo(etag);
    s3.deleteObjectTagging(b -> b.bucket(BUCKET).key("k"));
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("k")).tagSet()).isEmpty();
  }

  @Test
  void tagsAreToldInTheOrderOfTheirKeysHoweverTheyCame() {
    s3.putObject(b -> b.bucket(BUCKET).key("k").tagging("foo=bar&bar"), body(new byte[0]));
    Tag bar = Tag.builder().key("bar").value("").build();
    Tag foo = Tag.builder().key("foo").value("bar").build();
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("k")).tagSet())
        .containsExactly(bar, foo);
    s3.putObjectTagging(b -> b.bucket(BUCKET).key("k").tagging(t -> t.tagSet(foo, bar)));
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("k")).tagSet())
        .containsExactly(bar, foo);
  }

  @Test
  void tagsOfALargeObjectAreChangedWhereItsAttributesAre() throws IOException {
    byte[] bytes = random(9 << 20);
    String etag = s3.putObject(b -> b.bucket(BUCKET).key("big").tagging("a=1"), body(bytes)).eTag();
    Tag tag = Tag.builder().key("b").value("2").build();
    s3.putObjectTagging(b -> b.bucket(BUCKET).key("big").tagging(t -> t.tagSet(tag)));
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("big")).tagSet()).containsExactly(tag);
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("big")).eTag()).isEqualTo(etag);
    assertThat(get("big")).isEqualTo(bytes);
    assertThat(blocks(".gateway/companions/")).hasSize(1);
  }

  @Test
  void aBucketHasTagsOfItsOwn() {
    Tag tag = Tag.builder().key("a").value("b").build();
    assertFails(404, "NoSuchTagSet", () -> s3.getBucketTagging(b -> b.bucket(BUCKET)));
    s3.putBucketTagging(b -> b.bucket(BUCKET).tagging(t -> t.tagSet(tag)));
    assertThat(s3.getBucketTagging(b -> b.bucket(BUCKET)).tagSet()).containsExactly(tag);
    s3.deleteBucketTagging(b -> b.bucket(BUCKET));
    assertFails(404, "NoSuchTagSet", () -> s3.getBucketTagging(b -> b.bucket(BUCKET)));
  }
}
