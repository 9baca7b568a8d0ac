package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockStoreException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes calls through the SDK's client: those whose requests or answers are XML. */
final class SdkCalls {

  private final S3Client client;
  private final CallFrame frame;
  private final InstantSource clock;

  SdkCalls(S3Client client, CallFrame frame, InstantSource clock) {
    this.client = client;
    this.frame = frame;
    this.clock = clock;
  }

  /**
   * Makes one call.
   *
   * @param call what it is for
   * @param request asks the client
   * @return the answer
   * @throws BlockStoreException as described for the type
   */
  <T> T call(Call call, Function<S3Client, T> request) throws BlockStoreException {
    try (CallGuard guard = frame.guard(call)) {
      frame.keys(call);
      try {
        return guard.<T, RuntimeException>call(() -> request.apply(client));
      } catch (AwsServiceException e) {
        throw frame.refused(call, refusal(e), e);
      } catch (IllegalStateException e) {
        throw frame.unpooled(call, e, guard);
      } catch (SdkException e) {
        throw frame.broken(call, network(e), guard, true);
      }
    }
  }

  private Refusal refusal(AwsServiceException e) {
    Optional<AwsErrorDetails> details = Optional.ofNullable(e.awsErrorDetails());
    return new Refusal(
        e.statusCode(),
        details.map(AwsErrorDetails::errorCode).orElse(""),
        Optional.ofNullable(e.requestId()).orElse(""),
        details.map(d -> header(d, S3Headers.BUCKET_REGION)).orElse(""),
        RetryAfter.parse(details.map(d -> header(d, S3Headers.RETRY_AFTER)).orElse(null), clock));
  }

  private static @Nullable String header(AwsErrorDetails details, String name) {
    return Optional.ofNullable(details.sdkHttpResponse())
        .flatMap(response -> response.firstMatchingHeader(name))
        .orElse(null);
  }

  /** What the SDK met on the wire. */
  private static IOException network(SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException met) {
        return met;
      }
    }
    return new IOException(e);
  }
}
