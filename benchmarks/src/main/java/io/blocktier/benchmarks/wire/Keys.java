package io.blocktier.benchmarks.wire;

/**
 * Who signs. Immutable.
 *
 * @param id the access key id
 * @param secret the secret that belongs to it
 */
public record Keys(String id, String secret) {

  @Override
  public String toString() {
    return "Keys[id=" + id + "]";
  }
}
