package io.blocktier.gateway.auth;

/**
 * What is known of a request once its signature has been checked.
 *
 * @param head the request as it is to be served: the {@code x-amz-} parameters of a presigned URL
 *     count as headers
 * @param caller who sends it; whether a caller without a key is served is decided elsewhere
 * @param token the token that came with the key
 * @param payload what is to be checked while the body is read
 */
public record Authentication(
    RequestHead head, Caller caller, SessionToken token, PayloadSignature payload) {}
