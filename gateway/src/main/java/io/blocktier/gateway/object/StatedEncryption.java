package io.blocktier.gateway.object;

import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.bucket.Encryption;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What requests say of encryption, held to what S3 takes together. */
final class StatedEncryption {

  private static final String CUSTOMER = Encryption.HEADER + "-customer-algorithm";

  /** What says something of a key of the key service. */
  private static final List<String> OF_KEY_SERVICE =
      List.of(Encryption.HEADER + "-aws-kms-key-id", Encryption.HEADER + "-context");

  private StatedEncryption() {}

  /** Refuses what says two things at once, or half of one. */
  static void check(RequestHead head) throws S3Exception {
    Optional<String> algorithm = head.header(Encryption.HEADER);
    if (algorithm.isPresent() && !Encryption.isAlgorithm(algorithm.get())) {
      throw refused(
          Encryption.HEADER, algorithm.get(), "The encryption method specified is not supported");
    }
    if (algorithm.isPresent() && head.header(CUSTOMER).isPresent()) {
      throw refused(
          CUSTOMER,
          head.header(CUSTOMER).get(),
          "Server Side Encryption with Customer provided key is incompatible with the encryption"
              + " method specified");
    }
    if (algorithm.filter(Encryption::isOfKeyService).isEmpty()) {
      for (String name : OF_KEY_SERVICE) {
        Optional<String> value = head.header(name);
        if (value.isPresent()) {
          throw refused(
              name,
              value.get(),
              "Server Side Encryption with AWS KMS managed key requires HTTP header "
                  + Encryption.HEADER
                  + " : aws:kms");
        }
      }
    }
  }

  /** What is there is as it was written: a read has nothing to say of it. */
  static void refuseOnRead(RequestHead head) throws S3Exception {
    Optional<String> algorithm = head.header(Encryption.HEADER);
    if (algorithm.isPresent()) {
      throw refused(
          Encryption.HEADER,
          algorithm.get(),
          Encryption.HEADER + " header is not supported for this operation");
    }
  }

  private static S3Exception refused(String header, String value, String why) {
    return new S3Exception(
        S3ErrorCode.INVALID_ARGUMENT, why, Map.of("ArgumentName", header, "ArgumentValue", value));
  }
}
