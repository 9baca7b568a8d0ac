package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.layer.BreakerPolicy;
import io.blocktier.blockstore.layer.LifecyclePolicy;
import io.blocktier.blockstore.layer.LimitPolicy;
import io.blocktier.blockstore.layer.RetryPolicy;
import io.blocktier.blockstore.layer.TransferPolicy;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.Settings;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The bounds of the layers around a store.
 *
 * @param limit how many requests may be under way
 * @param breaker when the server counts as down
 * @param retry how often a call is tried
 * @param transfer how large transfers are cut
 * @param lifecycle how the store is closed
 */
record LayerPolicies(
    LimitPolicy limit,
    BreakerPolicy breaker,
    RetryPolicy retry,
    TransferPolicy transfer,
    LifecyclePolicy lifecycle) {

  /**
   * Reads the settings of a store.
   *
   * @param settings values for {@link S3Settings#ofStore()}
   * @return the policies
   * @throws InvalidSettingException if they contradict each other
   */
  static LayerPolicies from(Settings settings) {
    Duration operation = Duration.ofSeconds(settings.get(S3Settings.TIMEOUT_SECS));
    return new LayerPolicies(
        limit(settings, operation),
        breaker(settings),
        retry(settings, operation),
        transfer(settings, operation),
        lifecycle(settings));
  }

  private static LimitPolicy limit(Settings settings, Duration operation) {
    int pool = settings.get(S3Settings.POOL_SIZE);
    int most = settings.find(S3Settings.MAX_CONCURRENCY).orElse(pool);
    int least = settings.get(S3Settings.MIN_CONCURRENCY);
    if (most > pool) {
      throw new InvalidSettingException(
          S3Settings.MAX_CONCURRENCY.key(),
          String.format(
              Locale.ROOT, "%d requests need as many connections, pool_size is %d", most, pool));
    }
    if (least > most) {
      throw new InvalidSettingException(
          S3Settings.MIN_CONCURRENCY.key(),
          String.format(Locale.ROOT, "%d is more than the %d at most", least, most));
    }
    int initial = Math.clamp(LimitPolicy.DEFAULT.initial(), least, most);
    return new LimitPolicy(initial, least, most, settings.get(S3Settings.MAX_WAITING), operation);
  }

  private static BreakerPolicy breaker(Settings settings) {
    int window = settings.get(S3Settings.BREAKER_WINDOW);
    Duration open = settings.get(S3Settings.BREAKER_OPEN);
    BreakerPolicy usual = BreakerPolicy.DEFAULT;
    return checked(
        S3Settings.BREAKER_OPEN,
        () ->
            new BreakerPolicy(
                settings.get(S3Settings.BREAKER_FAILURE_PERCENT),
                window,
                Math.min(usual.minimumCalls(), window),
                open,
                usual.trialCalls()));
  }

  private static RetryPolicy retry(Settings settings, Duration operation) {
    return checked(
        S3Settings.RETRY_MAX_BACKOFF,
        () ->
            new RetryPolicy(
                settings.get(S3Settings.MAX_RETRIES),
                settings.get(S3Settings.RETRY_BACKOFF),
                settings.get(S3Settings.RETRY_MAX_BACKOFF),
                operation));
  }

  /** A part has an operation's time to itself, and the wait for it is a little more patient. */
  private static TransferPolicy transfer(Settings settings, Duration operation) {
    return checked(
        S3Settings.TRANSFER_MEMORY,
        () ->
            new TransferPolicy(
                settings.get(S3Settings.MULTIPART_THRESHOLD),
                settings.get(S3Settings.READ_THRESHOLD),
                settings.get(S3Settings.COPY_THRESHOLD),
                settings.get(S3Settings.PART_SIZE),
                settings.get(S3Settings.PARTS_IN_FLIGHT),
                settings.get(S3Settings.TRANSFER_MEMORY),
                operation.multipliedBy(2)));
  }

  private static LifecyclePolicy lifecycle(Settings settings) {
    return new LifecyclePolicy(settings.get(S3Settings.CLOSE_TIMEOUT));
  }

  private static <T> T checked(Setting<?> culprit, Supplier<T> policy) {
    try {
      return policy.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(culprit.key(), String.valueOf(e.getMessage()));
    }
  }
}
