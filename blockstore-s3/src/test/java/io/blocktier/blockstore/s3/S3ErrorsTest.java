package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What each status and code means, for calls that look and for calls that change. */
class S3ErrorsTest {

  private static final BlockKey KEY = BlockKey.of("key");
  private static final Call LOOKING = Call.looking(Operation.READ, KEY);
  private static final Call CHANGING = Call.changing(Operation.WRITE, KEY);

  private final S3Errors errors = new S3Errors("s3://bucket");

  @Test
  void refusalsAreNamedByWhatTheCallerDoesNext() {
    means(404, "NoSuchKey", BlockNotFoundException.class);
    means(404, "", BlockNotFoundException.class);
    means(404, "NoSuchUpload", InvalidRequestException.class);
    means(401, "", AccessRefusedException.class);
    means(403, "AccessDenied", AccessRefusedException.class);
    means(403, "SignatureDoesNotMatch", AccessRefusedException.class);
    means(400, "ExpiredToken", AccessRefusedException.class);
    means(403, "RequestTimeTooSkewed", AccessRefusedException.class);
    means(412, "PreconditionFailed", PreconditionFailedException.class);
    means(412, "", PreconditionFailedException.class);
    means(409, "ConditionalRequestConflict", StoreUnavailableException.class);
    means(416, "InvalidRange", RangeNotSatisfiableException.class);
    means(416, "", RangeNotSatisfiableException.class);
    means(400, "BadDigest", CorruptBlockException.class);
    means(400, "XAmzContentSHA256Mismatch", CorruptBlockException.class);
    means(400, "EntityTooLarge", InvalidRequestException.class);
    means(400, "InvalidPart", InvalidRequestException.class);
    means(400, "MetadataTooLarge", InvalidRequestException.class);
    means(400, "AuthorizationHeaderMalformed", InvalidRequestException.class);
    means(301, "PermanentRedirect", InvalidRequestException.class);
    means(403, "InvalidObjectState", InvalidRequestException.class);
    means(400, "RequestTimeout", StoreUnavailableException.class);
    means(429, "TooManyRequests", StoreUnavailableException.class);
    means(501, "NotImplemented", UnsupportedByStoreException.class);
    means(405, "MethodNotAllowed", UnsupportedByStoreException.class);
    means(507, "InsufficientStorage", OutOfSpaceException.class);
    means(403, "QuotaExceeded", OutOfSpaceException.class);
  }

  @Test
  void serverThatBreaksWhileItChangesSomethingLeavesTheOutcomeUnknown() {
    for (int status : new int[] {500, 502, 503, 504, 520}) {
      assertThat(of(CHANGING, status, "")).isInstanceOf(OutcomeUnknownException.class);
      assertThat(of(LOOKING, status, "")).isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void missingBlockFailsAConditionThatNamesItsVersion() {
    Call replacing = CHANGING.onlyIfMatch(true);
    assertThat(of(replacing, 404, "NoSuchKey")).isInstanceOf(PreconditionFailedException.class);
    assertThat(of(replacing, 404, "NoSuchBucket")).isInstanceOf(BlockNotFoundException.class);
  }

  @Test
  void missingBucketSaysWhatToDo() {
    assertThat(of(LOOKING, 404, "NoSuchBucket").failure().remedy()).contains("create the bucket");
  }

  @Test
  void wrongRegionNamesTheRightOne() {
    Refusal refusal = new Refusal(301, "PermanentRedirect", "", "eu-central-1", null);
    assertThat(errors.of(LOOKING, refusal, null).failure().remedy())
        .isEqualTo("set 'region' to eu-central-1");
  }

  @Test
  void errorsUnderAStatusOf200AreJudgedByTheirCode() {
    assertThat(of(CHANGING, 200, "PreconditionFailed"))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(of(CHANGING, 200, "InternalError")).isInstanceOf(OutcomeUnknownException.class);
    assertThat(of(CHANGING, 200, "SomethingNew")).isInstanceOf(OutcomeUnknownException.class);
    assertThat(of(CHANGING, 200, "AccessDenied")).isInstanceOf(AccessRefusedException.class);
  }

  @Test
  void everyErrorHasARemedy() {
    for (int status : new int[] {301, 400, 403, 404, 405, 408, 409, 412, 416, 429, 500, 503, 507}) {
      assertThat(of(LOOKING, status, "").failure().remedy()).as("%d", status).isNotBlank();
      assertThat(of(CHANGING, status, "").failure().remedy()).as("%d", status).isNotBlank();
    }
  }

  @Test
  void throttlingCarriesTheWaitThatTheServerAskedFor() {
    Duration wait = Duration.ofSeconds(3);
    Refusal refusal = new Refusal(503, "SlowDown", "", "", wait);
    assertThat(errors.of(LOOKING, refusal, null))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, e -> assertThat(e.retryAfter()).contains(wait));
    assertThat(errors.of(CHANGING, refusal, null))
        .isInstanceOfSatisfying(
            OutcomeUnknownException.class, e -> assertThat(e.retryAfter()).contains(wait));
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));
    assertThat(RetryAfter.parse("120", clock)).isEqualTo(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse(" 0 ", clock)).isEqualTo(Duration.ZERO);
    assertThat(RetryAfter.parse("Sat, 21 Nov 2026 10:00:30 GMT", clock))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryAfter.parse("Sat, 21 Nov 2026 09:00:00 GMT", clock)).isEqualTo(Duration.ZERO);
    assertThat(RetryAfter.parse("soon", clock)).isNull();
    assertThat(RetryAfter.parse("-1", clock)).isNull();
    assertThat(RetryAfter.parse("99999999999999999999", clock)).isNull();
    assertThat(RetryAfter.parse(null, clock)).isNull();
  }

  private void means(int status, String code, Class<? extends BlockStoreException> type) {
    assertThat(of(LOOKING, status, code)).as("%d %s", status, code).isInstanceOf(type);
    assertThat(of(CHANGING, status, code)).as("%d %s", status, code).isInstanceOf(type);
  }

  private BlockStoreException of(Call call, int status, String code) {
    return errors.of(call, new Refusal(status, code, "", "", null), null);
  }
}
