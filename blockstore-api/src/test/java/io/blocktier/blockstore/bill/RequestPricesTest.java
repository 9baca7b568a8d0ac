package io.blocktier.blockstore.bill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPricesTest {

  @ParameterizedTest
  @CsvSource({
    "PutObject, PUT",
    "UploadPart, PUT",
    "CopyObject, COPY",
    "UploadPartCopy, COPY",
    "CreateMultipartUpload, POST",
    "CompleteMultipartUpload, POST",
    "AbortMultipartUpload, DELETE",
    "ListObjectsV2, LIST",
    "GetObject, GET",
    "HeadObject, HEAD",
    "CreateSession, HEAD",
    "DeleteObject, DELETE",
    "DeleteObjects, DELETE",
    "-, HEAD"
  })
  void operationsHaveTheirKinds(String operation, RequestKind kind) {
    assertThat(RequestKind.ofS3(operation)).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource
  void thousandRequestsCostWhatThePriceListSays(RequestKind kind) {
    double expected =
        switch (kind) {
          case PUT, COPY, POST, LIST -> 0.005;
          case GET, HEAD -> 0.0004;
          case DELETE -> 0;
        };
    assertThat(RequestPrices.STANDARD.cost(kind, 1_000, 1L << 30, 1L << 30))
        .isCloseTo(expected, within(1e-12));
    assertThat(RequestPrices.FREE.cost(kind, 1_000, 1L << 30, 1L << 30)).isZero();
  }

  @Test
  void bytesCostOnTheirWay() {
    double put = RequestPrices.EXPRESS.cost(RequestKind.PUT, 1_000, 2L << 30, 0);
    assertThat(put).isCloseTo(0.00113 + 2 * 0.0032, within(1e-12));
    double get = RequestPrices.EXPRESS.cost(RequestKind.GET, 1_000, 0, 3L << 30);
    assertThat(get).isCloseTo(0.00003 + 3 * 0.0006, within(1e-12));
    assertThat(RequestPrices.EXPRESS.cost(RequestKind.LIST, 1, 0, 1L << 30))
        .as("a listing is no retrieval")
        .isCloseTo(0.00113 / 1_000, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.001, Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoPriceIsRefused(double price) {
    assertThatThrownBy(() -> new RequestPrices(price, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
