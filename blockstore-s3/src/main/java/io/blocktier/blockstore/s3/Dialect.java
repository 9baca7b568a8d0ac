package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.Etag;
import java.util.regex.Pattern;

/**
 * How a server wants some things said. Starts as Amazon's; a probe or a refusal finds out what
 * differs.
 *
 * @param quotesEtags whether conditions carry etags in quotes
 * @param keepsUnderscores whether names of metadata keep their underscores
 * @param uploadChecksums whether multipart uploads carry checksums of their parts and the whole
 * @param batchDeletes whether many keys are deleted by one request
 * @param marksChecksums whether objects carry their checksum as metadata, too: not where they grow
 */
record Dialect(
    boolean quotesEtags,
    boolean keepsUnderscores,
    boolean uploadChecksums,
    boolean batchDeletes,
    boolean marksChecksums) {

  private static final Pattern ESCAPED = Pattern.compile("\\.[.u]");

  static final Dialect AMAZON = new Dialect(true, true, true, true, true);

  Dialect withoutMarks() {
    return new Dialect(quotesEtags, keepsUnderscores, uploadChecksums, batchDeletes, false);
  }

  Dialect withBareEtags() {
    return new Dialect(false, keepsUnderscores, uploadChecksums, batchDeletes, marksChecksums);
  }

  Dialect withQuotedEtags() {
    return new Dialect(true, keepsUnderscores, uploadChecksums, batchDeletes, marksChecksums);
  }

  Dialect withUnderscores() {
    return new Dialect(quotesEtags, true, uploadChecksums, batchDeletes, marksChecksums);
  }

  Dialect withoutUnderscores() {
    return new Dialect(quotesEtags, false, uploadChecksums, batchDeletes, marksChecksums);
  }

  Dialect withoutUploadChecksums() {
    return new Dialect(quotesEtags, keepsUnderscores, false, batchDeletes, marksChecksums);
  }

  Dialect withoutBatchDeletes() {
    return new Dialect(quotesEtags, keepsUnderscores, uploadChecksums, false, marksChecksums);
  }

  /**
   * Returns how a name of metadata is sent. Where underscores become dashes on the way, {@code .u}
   * stands for one, and {@code ..} for the dot.
   */
  String sent(String name) {
    return keepsUnderscores ? name : name.replace(".", "..").replace("_", ".u");
  }

  /** Returns what a name of metadata was before it was {@linkplain #sent sent}. */
  String meant(String name) {
    return keepsUnderscores || name.indexOf('.') < 0
        ? name
        : ESCAPED.matcher(name).replaceAll(found -> found.group().equals(".u") ? "_" : ".");
  }

  String condition(Etag etag) {
    return quotesEtags ? '"' + etag.value() + '"' : etag.value();
  }
}
