package io.blocktier.gateway.error;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Ends a request with an error of S3. Its message goes to the client and holds no secret. */
public final class S3Exception extends IOException {

  private static final long serialVersionUID = 1L;

  private final S3ErrorCode code;
  private final TreeMap<String, String> details;
  private final TreeMap<String, String> headers;

  /**
   * Ends a request with what an error says by itself.
   *
   * @param code which error
   */
  public S3Exception(S3ErrorCode code) {
    this(code, code.text());
  }

  /**
   * Ends a request.
   *
   * @param code which error
   * @param message what is wrong, and what would help
   */
  public S3Exception(S3ErrorCode code, String message) {
    this(code, message, Map.of());
  }

  /**
   * Ends a request.
   *
   * @param code which error
   * @param message what is wrong, and what would help
   * @param details further elements of the answer, by name
   */
  public S3Exception(S3ErrorCode code, String message, Map<String, String> details) {
    this(code, message, details, Map.of());
  }

  private S3Exception(
      S3ErrorCode code, String message, Map<String, String> details, Map<String, String> headers) {
    super(message);
    this.code = code;
    this.details = new TreeMap<>(details);
    this.headers = new TreeMap<>(headers);
  }

  /**
   * Returns this error with headers of its answer.
   *
   * @param lines their values by name
   * @return an error of its own
   */
  public S3Exception withHeaders(Map<String, String> lines) {
    return new S3Exception(code, String.valueOf(getMessage()), details, lines);
  }

  /**
   * Returns which error it is.
   *
   * @return the code
   */
  public S3ErrorCode code() {
    return code;
  }

  /**
   * Returns further elements of the answer.
   *
   * @return their texts by name
   */
  public SortedMap<String, String> details() {
    return new TreeMap<>(details);
  }

  /**
   * Returns headers of the answer.
   *
   * @return their values by name
   */
  public SortedMap<String, String> headers() {
    return new TreeMap<>(headers);
  }
}
