package io.blocktier.benchmarks.client;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Counts the bytes of an answer as they come, and keeps nothing. */
final class Counting
    implements AsyncResponseTransformer<GetObjectResponse, Long>, Subscriber<ByteBuffer> {

  private volatile CompletableFuture<Long> result = new CompletableFuture<>();
  private long count;

  @Override
  public CompletableFuture<Long> prepare() {
    result = new CompletableFuture<>();
    count = 0;
    return result;
  }

  @Override
  public void onResponse(GetObjectResponse response) {}

  @Override
  public void onStream(SdkPublisher<ByteBuffer> publisher) {
    publisher.subscribe(this);
  }

  @Override
  public void exceptionOccurred(Throwable error) {
    result.completeExceptionally(error);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ByteBuffer bytes) {
    count += bytes.remaining();
  }

  @Override
  public void onError(Throwable error) {
    result.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    result.complete(count);
  }
}
