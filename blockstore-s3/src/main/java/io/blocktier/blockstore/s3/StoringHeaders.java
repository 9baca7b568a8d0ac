package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.StorageClass;
import io.blocktier.blockstore.s3.wire.ObjectRequest;
import java.util.Optional;

/**
 * What every request that stores an object carries by the store's own settings.
 *
 * @param storageClass the class of writes that name none
 * @param encryption how the server encrypts
 */
record StoringHeaders(Optional<StorageClass> storageClass, Encryption encryption) {

  static final String ANY = "*";

  Optional<StorageClass> storageClass(Optional<StorageClass> asked) {
    return asked.or(this::storageClass);
  }

  void addTo(
      ObjectRequest request, Optional<StorageClass> asked, UserMetadata metadata, Dialect dialect) {
    storageClass(asked).ifPresent(name -> request.putHeader(S3Headers.STORAGE_CLASS, name.name()));
    encryption.headers().forEach(request::putHeader);
    metadata
        .entries(dialect)
        .forEach((name, value) -> request.putHeader(S3Headers.META_PREFIX + name, value));
  }

  static void addCondition(ObjectRequest request, Precondition precondition, Dialect dialect) {
    switch (precondition) {
      case Precondition.None _ -> {}
      case Precondition.IfAbsent _ -> request.putHeader(S3Headers.IF_NONE_MATCH, ANY);
      case Precondition.IfMatch(var etag) ->
          request.putHeader(S3Headers.IF_MATCH, dialect.condition(etag));
    }
  }
}
