package io.blocktier.benchmarks.jmh;

import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.xml.XmlNode;
import io.blocktier.gateway.xml.XmlReader;
import io.blocktier.gateway.xml.XmlWriter;
import java.util.Locale;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The documents of a listing of 1,000 objects, and of a batch of as many deletions. */
@State(Scope.Benchmark)
public class XmlBenchmark {

  private static final int LINES = 1000;

  private final String[] keys = new String[LINES];
  private final byte[] listing;
  private final byte[] deletion;

  /** Makes the names. */
  public XmlBenchmark() {
    for (int i = 0; i < LINES; i++) {
      keys[i] = String.format(Locale.ROOT, "share1/content-%05d/chunk-0/block & %d", i, i);
    }
    this.listing = writeListing();
    this.deletion = writeDeletion();
  }

  /**
   * Writes a page of a listing, as ListObjectsV2 answers.
   *
   * @return the document
   */
  @Benchmark
  public final byte[] writeListing() {
    XmlWriter xml = XmlWriter.of("ListBucketResult");
    xml.text("Name", "bucket").text("Prefix", "share1/").number("MaxKeys", LINES);
    xml.flag("IsTruncated", true).number("KeyCount", LINES);
    for (String key : keys) {
      xml.start("Contents").text("Key", key).text("LastModified", "2026-05-04T03:02:01.000Z");
      xml.text("ETag", "\"0123456789abcdef0123456789abcdef\"").number("Size", 4 << 20);
      xml.text("StorageClass", "STANDARD").end();
    }
    return xml.finish();
  }

  private byte[] writeDeletion() {
    XmlWriter xml = XmlWriter.of("Delete");
    for (String key : keys) {
      xml.start("Object").text("Key", key).end();
    }
    return xml.finish();
  }

  /**
   * Reads a page of a listing.
   *
   * @return the document
   * @throws S3Exception never
   */
  @Benchmark
  public XmlNode readListing() throws S3Exception {
    return XmlReader.read(listing);
  }

  /**
   * Reads a batch of deletions.
   *
   * @return the document
   * @throws S3Exception never
   */
  @Benchmark
  public XmlNode readDeletion() throws S3Exception {
    return XmlReader.read(deletion);
  }
}
