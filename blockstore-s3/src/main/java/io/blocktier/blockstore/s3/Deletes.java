package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.s3.wire.ObjectRequest;
import io.blocktier.blockstore.s3.wire.Verb;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes objects, one or a batch by one request. */
final class Deletes {

  /** The most keys that S3 deletes by one request. */
  static final int MOST_KEYS = 1000;

  private static final int HTTP_OK = 200;

  private final ObjectExchange exchange;
  private final ObjectRequests requests;
  private final SdkCalls sdk;
  private final CallFrame frame;
  private final Dialects dialects;
  private final ObjectNames names;

  Deletes(
      ObjectExchange exchange,
      ObjectRequests requests,
      SdkCalls sdk,
      CallFrame frame,
      Dialects dialects,
      ObjectNames names) {
    this.exchange = exchange;
    this.requests = requests;
    this.sdk = sdk;
    this.frame = frame;
    this.dialects = dialects;
    this.names = names;
  }

  void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    Call call = Call.removing(Operation.DELETE, key).onlyIfMatch(options.ifMatch().isPresent());
    ObjectRequest request = requests.to(Verb.DELETE, key);
    options
        .ifMatch()
        .ifPresent(
            etag -> request.putHeader(S3Headers.IF_MATCH, dialects.current().condition(etag)));
    exchange.exchange(call, request, null, Answer::status);
  }

  /**
   * Deletes keys, by one request where the server and the keys allow it.
   *
   * @param operation what it is part of
   * @param keys at most {@value #MOST_KEYS}, at least one
   * @return what became of them
   * @throws BlockStoreException if the request as a whole failed
   */
  DeleteReport deleteBatch(Operation operation, List<BlockKey> keys) throws BlockStoreException {
    List<BlockKey> fitting = keys.stream().filter(Deletes::fitsIntoXml).toList();
    List<BlockKey> others = keys.stream().filter(key -> !fitsIntoXml(key)).toList();
    Map<BlockKey, BlockStoreException> failures = new HashMap<>(oneByOne(others));
    if (!fitting.isEmpty()) {
      failures.putAll(together(Call.removing(operation, null), fitting));
    }
    return new DeleteReport(keys.size() - (long) failures.size(), failures);
  }

  private Map<BlockKey, BlockStoreException> together(Call call, List<BlockKey> keys)
      throws BlockStoreException {
    if (dialects.current().batchDeletes()) {
      try {
        return byOneRequest(call, keys);
      } catch (UnsupportedByStoreException e) {
        dialects.change(Dialect::withoutBatchDeletes);
      }
    }
    return oneByOne(keys);
  }

  /** A key that the server says nothing about is deleted once more by itself. */
  private Map<BlockKey, BlockStoreException> byOneRequest(Call call, List<BlockKey> keys)
      throws BlockStoreException {
    DeleteObjectsResponse response = send(call, keys);
    Map<String, BlockKey> unsaid = new HashMap<>();
    keys.forEach(key -> unsaid.put(names.of(key), key));
    for (DeletedObject deleted : response.deleted()) {
      unsaid.remove(deleted.key());
    }
    Map<BlockKey, BlockStoreException> failures = new HashMap<>();
    for (S3Error error : response.errors()) {
      BlockKey key = unsaid.remove(error.key());
      Refusal refusal = refusal(error);
      if (key != null && !call.isDoneBy(refusal)) {
        failures.put(key, frame.refused(Call.removing(call.operation(), key), refusal, null));
      }
    }
    failures.putAll(oneByOne(unsaid.values()));
    return failures;
  }

  private DeleteObjectsResponse send(Call call, List<BlockKey> keys) throws BlockStoreException {
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(names.of(key)).build()).toList();
    return sdk.call(
        call,
        s3 -> s3.deleteObjects(r -> r.bucket(names.bucket()).delete(d -> d.objects(objects))));
  }

  private Map<BlockKey, BlockStoreException> oneByOne(Collection<BlockKey> keys) {
    Map<BlockKey, BlockStoreException> failures = new HashMap<>();
    for (BlockKey key : keys) {
      try {
        delete(key, DeleteOptions.DEFAULT);
      } catch (BlockStoreException e) {
        failures.put(key, e);
      }
    }
    return failures;
  }

  private static Refusal refusal(S3Error error) {
    return new Refusal(HTTP_OK, error.code() == null ? "" : error.code(), "", "", null);
  }

  /** The two characters that a key may have and XML 1.0 may not. */
  private static boolean fitsIntoXml(BlockKey key) {
    return key.value().indexOf('\uFFFE') < 0 && key.value().indexOf('\uFFFF') < 0;
  }
}
