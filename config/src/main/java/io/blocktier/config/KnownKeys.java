package io.blocktier.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All paths that a document may have, and what to say of one that it may not have. */
final class KnownKeys {

  /** A key in the wrong section is a lesser mistake than three wrong letters. */
  private static final int WRONG_SECTION = 2;

  private final List<KnownKey> sections;
  private final List<KnownKey> values;

  /**
   * Collects the paths.
   *
   * @param store where a store is described
   * @param described sections with their settings, which have variables
   * @param further paths beneath lists and names of the user's own, which have none
   */
  KnownKeys(StorePlace store, Collection<Section> described, Collection<KnownKey> further) {
    sections = new ArrayList<>(List.of(store.key()));
    values = new ArrayList<>(List.of(store.type()));
    for (Section section : described) {
      sections.addAll(section.sections());
      values.addAll(section.values());
    }
    sections.addAll(further);
  }

  /** Returns the keys that take a value, and thus have a variable. */
  List<KnownKey> values() {
    return values;
  }

  private Stream<KnownKey> all() {
    return Stream.concat(sections.stream(), values.stream());
  }

  /** Says where an unknown key belongs, or which known one is nearest. */
  String adviceFor(KnownKey unknown) {
    String homes =
        all()
            .filter(key -> key.name().equals(unknown.name()))
            .map(key -> key.parent().isEmpty() ? "the root" : key.parent())
            .collect(Collectors.joining(" or "));
    return homes.isEmpty() || hasTwinBeside(unknown)
        ? nearest(unknown)
        : "it belongs under " + homes;
  }

  /** One wrong letter is likelier than the wrong section. */
  private boolean hasTwinBeside(KnownKey unknown) {
    return all().anyMatch(key -> cost(key, unknown) == 1);
  }

  private String nearest(KnownKey unknown) {
    KnownKey nearest = all().min(Comparator.comparingInt(key -> cost(key, unknown))).orElseThrow();
    if (nearest.path().equals(unknown.path())) {
      return "write '" + nearest.name() + "' in a section '" + nearest.parent() + "'";
    }
    boolean beside = nearest.parent().equals(unknown.parent());
    return "did you mean '" + (beside ? nearest.name() : nearest.path()) + "'?";
  }

  private static int cost(KnownKey known, KnownKey unknown) {
    int section = known.parent().equals(unknown.parent()) ? 0 : WRONG_SECTION;
    return section + EditDistance.between(known.name(), unknown.name());
  }

  /** Says which known variable is nearest to an unknown one. */
  String adviceForVariable(String unknown) {
    KnownKey nearest =
        values.stream().min(Comparator.comparingInt(key -> cost(key, unknown))).orElseThrow();
    return "did you mean '" + nearest.variable() + "'?";
  }

  /** The section may be mistyped, or left out. */
  private static int cost(KnownKey known, String variable) {
    String bare = known.root().variable() + "_" + known.name().toUpperCase(Locale.ROOT);
    return Math.min(
        EditDistance.between(known.variable(), variable),
        WRONG_SECTION + EditDistance.between(bare, variable));
  }
}
