package io.blocktier.gateway;

import java.time.Duration;
import java.util.Optional;

/**
 * A request that was answered, as it is counted. Immutable and thread-safe.
 *
 * @param operation what S3 calls it, or a dash where the request came to none
 * @param bucket the bucket it was about, or empty where it was about none
 * @param status the status of the answer
 * @param error the code of S3 that the answer tells, if it is an error
 * @param senderRefused whether the signature, the key or its rights did not suffice
 * @param bytesIn bytes of the body that were read
 * @param bytesOut bytes of the answer's body that went out
 * @param duration from the end of the request's head to the end of the answer
 */
public record Exchange(
    String operation,
    String bucket,
    int status,
    Optional<String> error,
    boolean senderRefused,
    long bytesIn,
    long bytesOut,
    Duration duration) {}
