package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.bill.RequestKind;
import io.blocktier.blockstore.s3.wire.ObjectRequest;
import io.blocktier.blockstore.s3.wire.ResponseHead;
import io.blocktier.blockstore.s3.wire.Verb;
import java.util.Set;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** What a request is charged as, by what is sent, as the service sees it. */
final class RequestKinds {

  private static final String CONTENT_LENGTH = "Content-Length";
  private static final String RENAME = "renameObject";
  private static final String COPY_SOURCE = "x-amz-copy-source";

  /** A request to a bucket that names none of these is about the bucket itself. */
  private static final Set<String> LISTINGS =
      Set.of("list-type", "uploads", "versions", "uploadId", "directory-bucket-type");

  private RequestKinds() {}

  static RequestKind of(SdkHttpRequest request) {
    Set<String> asked = request.rawQueryParameters().keySet();
    return switch (request.method()) {
      case PUT -> isCopy(request, asked) ? RequestKind.COPY : RequestKind.PUT;
      case GET -> ofGet(asked);
      case POST -> asked.contains("delete") ? RequestKind.DELETE : RequestKind.POST;
      case DELETE -> RequestKind.DELETE;
      default -> RequestKind.HEAD;
    };
  }

  private static boolean isCopy(SdkHttpRequest request, Set<String> asked) {
    return request.firstMatchingHeader(COPY_SOURCE).isPresent() || asked.contains(RENAME);
  }

  private static RequestKind ofGet(Set<String> asked) {
    if (asked.contains("session")) {
      return RequestKind.HEAD;
    }
    return asked.stream().anyMatch(LISTINGS::contains) ? RequestKind.LIST : RequestKind.GET;
  }

  static RequestKind of(ObjectRequest request) {
    return switch (request.verb()) {
      case PUT -> request.asksFor(RENAME) ? RequestKind.COPY : RequestKind.PUT;
      case GET -> RequestKind.GET;
      case DELETE -> RequestKind.DELETE;
      case HEAD -> RequestKind.HEAD;
    };
  }

  static long bytesSent(ObjectRequest request) {
    return of(request) == RequestKind.PUT
        ? request.header(S3Headers.CONTENT_LENGTH).map(RequestKinds::number).orElse(0L)
        : 0;
  }

  static long bytesFetched(ObjectRequest request, ResponseHead answer) {
    return request.verb() == Verb.GET && answer.isSuccessful()
        ? answer.header(S3Headers.CONTENT_LENGTH).map(RequestKinds::number).orElse(0L)
        : 0;
  }

  static long bytesSent(SdkHttpRequest request) {
    return of(request) == RequestKind.PUT
        ? request.firstMatchingHeader(CONTENT_LENGTH).map(RequestKinds::number).orElse(0L)
        : 0;
  }

  static long bytesFetched(SdkHttpRequest request, SdkHttpResponse response) {
    return request.method() == SdkHttpMethod.GET && response.isSuccessful()
        ? response.firstMatchingHeader(CONTENT_LENGTH).map(RequestKinds::number).orElse(0L)
        : 0;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
