package io.blocktier.blockstore.express;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The zones that may be used.
 *
 * @param regions regions by zone
 */
record Zones(Map<String, String> regions) {

  Zones {
    regions = Collections.unmodifiableMap(new LinkedHashMap<>(regions));
  }

  static Zones parse(String text) {
    Map<String, String> regions = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      String[] sides = pair.strip().split("=", -1);
      boolean legal = sides.length == 2 && sides[0].matches(BucketName.ZONE);
      if (!legal || !sides[1].matches("[a-z0-9-]+") || regions.put(sides[0], sides[1]) != null) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "'%s' is no list of zones such as use1-az4=us-east-1", text));
      }
    }
    return new Zones(regions);
  }

  Optional<String> region(String zone) {
    return Optional.ofNullable(regions.get(zone));
  }

  @Override
  public String toString() {
    return regions.entrySet().stream()
        .map(zone -> zone.getKey() + "=" + zone.getValue())
        .collect(Collectors.joining(", "));
  }
}
