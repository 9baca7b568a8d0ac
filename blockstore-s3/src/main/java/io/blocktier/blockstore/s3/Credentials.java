package io.blocktier.blockstore.s3;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Where the keys for signing come from. */
sealed interface Credentials {

  /** The SDK's chain: environment, system properties, profiles, container and instance roles. */
  record Chain() implements Credentials {
    @Override
    public AwsCredentialsProvider provider() {
      return DefaultCredentialsProvider.builder().build();
    }
  }

  /**
   * Keys from the configuration.
   *
   * @param provider hands them out
   */
  record Explicit(AwsCredentialsProvider provider) implements Credentials {
    @Override
    public String toString() {
      return "Explicit[****]";
    }
  }

  /**
   * Returns what hands out the keys. Closed by whoever asked.
   *
   * @return the provider
   */
  AwsCredentialsProvider provider();
}
