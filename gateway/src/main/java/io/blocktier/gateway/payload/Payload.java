package io.blocktier.gateway.payload;

import io.blocktier.gateway.auth.Authentication;
import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a request carries, out of their framing. They are right only once the end is
 * reported; before it they may still prove wrong, by an {@link S3Exception}. Reads straight into
 * the caller's array. Closing it leaves the body open, which is the server's. Not thread-safe.
 */
public final class Payload extends InputStream {

  private final PayloadPlan plan;
  private final Tally tally;
  private @Nullable IOException failure;
  private @Nullable Digests digests;

  private Payload(PayloadPlan plan, Tally tally) {
    this.plan = plan;
    this.tally = tally;
  }

  /**
   * Prepares to read a body. Nothing of it is read yet.
   *
   * @param sender what is known of the request
   * @param body the body as the server received it
   * @param rules what the operation wants of it
   * @return the bytes that the body carries
   * @throws S3Exception if the head announces no body that could be right
   */
  public static Payload of(Authentication sender, InputStream body, PayloadRules rules)
      throws S3Exception {
    PayloadPlan plan = PayloadPlan.of(sender, body, rules);
    return new Payload(plan, Tally.of(plan.checks().algorithms()));
  }

  /**
   * Prepares to read a body whose MD5, if it is large, another task computes meanwhile.
   *
   * @param sender what is known of the request
   * @param body the body as the server received it
   * @param rules what the operation wants of it
   * @param helper runs short tasks; those that it refuses or delays are done by the reader
   * @return the bytes that the body carries
   * @throws S3Exception if the head announces no body that could be right
   */
  public static Payload of(
      Authentication sender, InputStream body, PayloadRules rules, Executor helper)
      throws S3Exception {
    PayloadPlan plan = PayloadPlan.of(sender, body, rules);
    return new Payload(plan, Tally.of(plan.checks().algorithms(), plan.length(), helper));
  }

  /**
   * Prepares to read bytes of a body whose number only their end tells.
   *
   * @param head what is said of the bytes
   * @param bytes those of the body that are meant; fail where there are too many or too few
   * @param most how many there are at most
   * @param rules what the operation wants of them
   * @param helper runs short tasks; those that it refuses or delays are done by the reader
   * @return the bytes
   * @throws S3Exception if the head speaks of no checksum that could be right
   */
  public static Payload unmeasured(
      RequestHead head, InputStream bytes, long most, PayloadRules rules, Executor helper)
      throws S3Exception {
    PayloadPlan plan = PayloadPlan.unmeasured(head, bytes, most, rules);
    return new Payload(plan, Tally.of(plan.checks().algorithms(), most, helper));
  }

  /**
   * Returns how many bytes there will be, as the client says.
   *
   * @return the length without any framing; of bytes whose number only their end tells, how many
   *     there are at most
   */
  public long length() {
    return plan.length();
  }

  /**
   * Returns what was computed of the bytes.
   *
   * @return the digests
   * @throws IllegalStateException if the end has not been reported
   */
  public Digests digests() {
    if (digests == null) {
      throw new IllegalStateException("the payload has not been read to its end");
    }
    return digests;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * Reads at least one byte.
   *
   * @return how many, or -1 if all have been read and are right
   * @throws S3Exception if they are not; every later call throws the same
   * @throws IOException if the server cannot read
   */
  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (failure != null) {
      throw failure;
    }
    if (digests != null) {
      return -1;
    }
    try {
      return count == 0 ? 0 : readUnended(target, offset, count);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private int readUnended(byte[] target, int offset, int count) throws IOException {
    int read = plan.bytes().read(target, offset, count);
    if (read < 0) {
      digests = plan.checks().verify(tally.finish(), plan.bytes().trailers());
    } else {
      tally.update(target, offset, read);
    }
    return read;
  }
}
