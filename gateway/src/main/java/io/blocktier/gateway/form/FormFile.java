package io.blocktier.gateway.form;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;

/** The bytes of a form's file, within the bounds of the form's policy. For one thread. */
final class FormFile extends InputStream {

  private final FormParts parts;
  private final LengthRange range;
  private long length;
  private boolean over;

  FormFile(FormParts parts, LengthRange range) {
    this.parts = parts;
    this.range = range;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (over || count == 0) {
      return over ? -1 : 0;
    }
    int read = parts.read(target, offset, count);
    if (read < 0) {
      over = true;
      end();
      return -1;
    }
    length += read;
    if (length > range.most()) {
      throw beyond(S3ErrorCode.ENTITY_TOO_LARGE, "MaxSizeAllowed", range.most());
    }
    return read;
  }

  /** Fields behind the file say nothing; they are bounded, and the form has to have an end. */
  private void end() throws IOException {
    if (length < range.least()) {
      throw beyond(S3ErrorCode.ENTITY_TOO_SMALL, "MinSizeAllowed", range.least());
    }
    boolean more = parts.next();
    while (more) {
      more = parts.next();
    }
    parts.end();
  }

  private S3Exception beyond(S3ErrorCode code, String bound, long bytes) {
    return new S3Exception(
        code,
        code.text(),
        Map.of("ProposedSize", Long.toString(length), bound, Long.toString(bytes)));
  }
}
