package io.blocktier.config;

import io.blocktier.blockstore.bill.RequestPrices;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.segments.objects.TierPrices;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The keys {@code segments.prices} and {@code packed.prices}: what requests cost, by the type of
 * the store.
 */
final class PriceSettings {

  private static final String S3 = "s3";
  private static final String EXPRESS = "express";

  private static final SettingType<Double> DOLLARS =
      new SettingType<>("dollars, e.g. 0.0125", PriceSettings::parse, PriceSettings::print);

  private static final double MOST = 1_000_000;

  private static final Keys OF_S3 =
      new Keys(S3, "S3 Standard in us-east-1", RequestPrices.STANDARD);
  private static final Keys OF_EXPRESS =
      new Keys(EXPRESS, "S3 Express One Zone in us-east-1", RequestPrices.EXPRESS);

  static final List<Setting<?>> ALL =
      List.of(
          OF_S3.write,
          OF_S3.read,
          OF_S3.upload,
          OF_S3.retrieval,
          OF_EXPRESS.write,
          OF_EXPRESS.read,
          OF_EXPRESS.upload,
          OF_EXPRESS.retrieval);

  private PriceSettings() {}

  /** The prices of one type of store. */
  private static final class Keys {

    private final Setting<Double> write;
    private final Setting<Double> read;
    private final Setting<Double> upload;
    private final Setting<Double> retrieval;

    Keys(String type, String standard, RequestPrices prices) {
      this.write =
          price(
              type + "_write",
              prices.write(),
              "What a thousand requests cost that write, copy or list, in a store of type "
                  + type
                  + "; as "
                  + standard
                  + " unless given, like all of these. Nothing is done differently because of it:"
                  + " 'segments info', 'compact', 'gc', 'tier' and 'archive' say what requests"
                  + " cost, and so does the metric blocktier.segments.dollars.");
      this.read = price(type + "_read", prices.read(), "What a thousand other requests cost.");
      this.upload = price(type + "_upload", prices.upload(), "What each GiB costs that is sent.");
      this.retrieval =
          price(type + "_retrieval", prices.retrieval(), "What each GiB costs that is fetched.");
    }

    RequestPrices of(Settings settings) {
      return new RequestPrices(
          settings.get(write), settings.get(read), settings.get(upload), settings.get(retrieval));
    }
  }

  private static Setting<Double> price(String key, double standard, String doc) {
    return Setting.of("prices." + key, DOLLARS, standard, doc);
  }

  /** Returns the prices of both stores; what is no service of Amazon's costs nothing. */
  static TierPrices of(Settings settings, StoreDraft hot, Optional<StoreDraft> cold) {
    return new TierPrices(
        of(settings, hot.type()),
        cold.map(store -> of(settings, store.type())).orElse(RequestPrices.FREE));
  }

  private static RequestPrices of(Settings settings, String type) {
    return switch (type) {
      case S3 -> OF_S3.of(settings);
      case EXPRESS -> OF_EXPRESS.of(settings);
      default -> RequestPrices.FREE;
    };
  }

  private static double parse(String text) {
    double dollars;
    try {
      dollars = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no number of dollars", e);
    }
    if (!(dollars >= 0 && dollars <= MOST)) {
      throw new IllegalArgumentException("'" + text + "' is not 0 to " + (long) MOST);
    }
    return dollars;
  }

  private static String print(double dollars) {
    return new BigDecimal(Double.toString(dollars)).stripTrailingZeros().toPlainString();
  }
}
