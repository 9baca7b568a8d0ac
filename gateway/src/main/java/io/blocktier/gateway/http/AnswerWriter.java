package io.blocktier.gateway.http;

import io.blocktier.blockstore.spi.BlockFile;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Body;
import io.blocktier.gateway.route.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;

/** Writes one answer. For one thread. */
final class AnswerWriter {

  private static final int NOT_MODIFIED = 304;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final long UNKNOWN = -1;

  /** No white space may stand before it. */
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

  private final Response response;
  private final Pace pace;
  private final FilePieces pieces;
  private long sent;
  private boolean begun;
  private boolean declared;

  AnswerWriter(Response response, Pace pace, FilePieces pieces) {
    this.pieces = pieces;
    this.response = response;
    this.pace = pace;
  }

  /** Returns how many bytes of the body went out. */
  long sent() {
    return sent;
  }

  /** Returns the status that the client sees. */
  int status(Outcome outcome) {
    return begun ? response.getStatus() : outcome.answer().status();
  }

  /** Begins an answer whose document is not known yet, or goes on with one. */
  void keepAlive(Outcome early) throws IOException {
    if (!begun) {
      begun = true;
      declared = true;
      writeHead(early, UNKNOWN);
      pace.write(response, false, ascii(DECLARATION));
    }
    pace.write(response, false, ascii("\n"));
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  void write(String method, Outcome outcome) throws IOException {
    Answer answer = outcome.answer();
    long length = answer.body().length();
    if (!begun) {
      writeHead(outcome, length);
    }
    if (method.equals("HEAD") || length == 0) {
      pace.write(response, true, NOTHING.duplicate());
      return;
    }
    switch (answer.body()) {
      case Body.Bytes(ByteBuffer content) -> send(content.duplicate(), length);
      case Body.Cut() -> {}
      case Body.Stream stream -> stream.writeTo(new Wire(length));
    }
  }

  /** Where a body goes that has so many bytes in all. */
  private final class Wire implements Body.Sink {

    private final long length;

    private Wire(long length) {
      this.length = length;
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
      AnswerWriter.this.send(buffer, length);
    }

    @Override
    public boolean send(Body.FileOpening opening) throws IOException {
      if (!pieces.fit(response)) {
        return false;
      }
      Optional<BlockFile> opened = opening.open();
      if (opened.isEmpty()) {
        return false;
      }
      try (BlockFile file = opened.get()) {
        pieces.of(response, file, piece -> AnswerWriter.this.send(piece, length));
      }
      return true;
    }
  }

  private void send(ByteBuffer buffer, long length) throws IOException {
    int size = buffer.remaining();
    if (declared) {
      declared = false;
      skipDeclaration(buffer);
    }
    pace.write(response, sent + size == length, buffer);
    sent += size;
  }

  /** A document has one, which went out already. */
  private static void skipDeclaration(ByteBuffer document) {
    int length = DECLARATION.length();
    boolean there =
        document.remaining() >= length
            && document.slice(document.position(), length).equals(ascii(DECLARATION));
    document.position(document.position() + (there ? length : 0));
  }

  private void writeHead(Outcome outcome, long length) {
    Answer answer = outcome.answer();
    response.setStatus(answer.status());
    HttpFields.Mutable fields = response.getHeaders();
    fields.put("x-amz-request-id", outcome.requestId());
    fields.put("x-amz-id-2", outcome.hostId());
    fields.put(HttpHeader.SERVER, "Blocktier");
    for (Map.Entry<String, String> line : answer.headers().lines()) {
      fields.add(line.getKey(), line.getValue());
    }
    boolean lengthless = answer.status() == Answer.NO_CONTENT || answer.status() == NOT_MODIFIED;
    if (!lengthless && length != UNKNOWN) {
      fields.put(HttpHeader.CONTENT_LENGTH, length);
    }
  }
}
