package io.blocktier.gateway.auth;

import java.time.Duration;
import java.util.List;

/**
 * What a request says about its signature, before anything of it is believed.
 *
 * @param form where it stands
 * @param credential whose it is
 * @param signedHeaders the names of the headers that it covers, in their order
 * @param signature in hexadecimal
 * @param time when it was made
 * @param validity how long a presigned URL lasts; zero in a header
 * @param payload what it says about the body
 * @param token the token that belongs to the credential
 */
record SignatureClaim(
    SignatureForm form,
    Credential credential,
    List<String> signedHeaders,
    String signature,
    RequestTime time,
    Duration validity,
    PayloadDeclaration payload,
    SessionToken token) {}
