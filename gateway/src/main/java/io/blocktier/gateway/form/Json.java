package io.blocktier.gateway.form;

import java.util.List;
import java.util.Map;

/** A value of a policy. Immutable and thread-safe. */
sealed interface Json {

  /** Characters. */
  record Text(String value) implements Json {}

  /** A number as it was written. */
  record Digits(String value) implements Json {}

  /** What is neither text nor number nor holds anything: true, false or null. */
  record Word(String value) implements Json {}

  /** Values in their order. */
  record Items(List<Json> values) implements Json {}

  /** Values by name. */
  record Members(Map<String, Json> values) implements Json {}
}
