package io.blocktier.blockstore.s3.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.Abortable;

/** What is said over connections, when they are kept, and when they are not. */
class WirePoolTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong now = new AtomicLong(1);
  private final List<Runnable> alarms = new ArrayList<>();
  private ScriptedServer server;
  private WirePool pool;

  @BeforeEach
  void open() throws Exception {
    server = ScriptedServer.plain();
    pool = pool(2, Duration.ofSeconds(20));
  }

  @AfterEach
  void close() throws Exception {
    pool.close();
    server.close();
    threads.close();
  }

  /** Lets a call take as long as it wants to, and hands out what would end it. */
  private static class Patience implements Watch {
    private volatile Abortable last = () -> {};

    @Override
    public void attach(Abortable connection) {
      last = connection;
    }

    @Override
    public void heard() {}

    @Override
    public long nanosLeft() {
      return Duration.ofMinutes(1).toNanos();
    }
  }

  private WirePool pool(int connections, Duration connecting) {
    return pool(Origin.of(server.url("127.0.0.1")), connections, connecting);
  }

  private WirePool pool(Origin origin, int connections, Duration connecting) {
    return new WirePool(
        origin,
        new WirePool.Limits(connections, connecting, IDLE),
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        now::get,
        (delay, action) -> alarms.add(action));
  }

  private ObjectRequest request(Verb verb) {
    return new ObjectRequest(verb, Origin.of(server.url("127.0.0.1")), "/bucket/key");
  }

  private String get() throws IOException {
    Reply reply = pool.send(request(Verb.GET), null, new Patience());
    return read(reply);
  }

  private static String read(Reply reply) throws IOException {
    boolean whole = false;
    try {
      String text = new String(reply.body().readAllBytes(), StandardCharsets.ISO_8859_1);
      whole = true;
      return text;
    } finally {
      reply.release(whole);
    }
  }

  private Reply put(String body, boolean expects) throws IOException {
    ObjectRequest request =
        request(Verb.PUT).putHeader("Content-Length", Integer.toString(body.length()));
    if (expects) {
      request.putHeader("Expect", "100-continue");
    }
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    Payload payload =
        new Payload() {
          @Override
          public void writeTo(WireOutput out) throws IOException {
            out.write(ByteBuffer.wrap(bytes));
          }

          @Override
          public InputStream newStream() {
            throw new AssertionError("bytes are not streamed");
          }
        };
    return pool.send(request, payload, new Patience());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\no\r\n1\r\nk\r\n0\r\nA: b\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\ncontent-length:2\r\n\r\nok",
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK,
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
        "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok",
      })
  void connectionIsKeptBehindAWholeAnswer(String answer) throws Exception {
    server.answers(answer).answers(OK);
    assertThat(get()).isEqualTo("ok");
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\n\r\nok" + ScriptedServer.CLOSE,
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokmore",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
      })
  void connectionIsNotKeptWhereMoreMayComeOrNothing(String answer) throws Exception {
    server.answers(answer).answers(OK);
    assertThat(get()).isEqualTo("ok");
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(2);
  }

  @Test
  void answerThatIsNotReadToItsEndTakesItsConnectionAlong() throws Exception {
    server.answers(OK).answers(OK);
    Reply reply = pool.send(request(Verb.GET), null, new Patience());
    reply.release(false);
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(2);
  }

  @Test
  void littleThatNobodyWantsIsReadAway() throws Exception {
    server.answers(OK).answers(OK);
    Reply reply = pool.send(request(Verb.GET), null, new Patience());
    reply.release(true);
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(1);
  }

  @Test
  void answersWithoutABodyAreOverAtOnce() throws Exception {
    server
        .answers("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        .answers("HTTP/1.1 204 No Content\r\n\r\n")
        .answers(OK);
    assertThat(read(pool.send(request(Verb.HEAD), null, new Patience()))).isEmpty();
    assertThat(read(pool.send(request(Verb.DELETE), null, new Patience()))).isEmpty();
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok" + ScriptedServer.CLOSE,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n" + ScriptedServer.CLOSE,
        "HTTP/1.1 200 OK\r\nContent-Le" + ScriptedServer.CLOSE,
        ScriptedServer.CLOSE,
      })
  void answerThatIsCutOffIsAnError(String answer) {
    server.answers(answer);
    assertThatThrownBy(this::get).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokmore\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n",
      })
  void answerThatIsNoneOfHttpIsAnError(String answer) {
    server.answers(answer + ScriptedServer.CLOSE);
    assertThatThrownBy(this::get).isInstanceOf(ProtocolException.class);
  }

  @Test
  void headThatIsTooLongIsAnError() {
    server.answers("HTTP/1.1 200 OK\r\nA: " + "b".repeat(100_000) + "\r\n\r\n");
    assertThatThrownBy(this::get)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("32768");
  }

  @Test
  void bodiesOfAnySizeArriveBehindTheirHead() throws Exception {
    for (int length : new int[] {0, 1, 16_383, 16_384, 65_000, 66_000, 300_000}) {
      server.answers(OK);
      String body = "x".repeat(length);
      assertThat(read(put(body, false))).isEqualTo("ok");
      String request = server.requests().getLast();
      assertThat(request).startsWith("PUT /bucket/key HTTP/1.1\r\n").endsWith("\r\n\r\n" + body);
    }
    assertThat(server.accepted()).isEqualTo(1);
  }

  @Test
  void bodyIsSentWhenItIsAskedFor() throws Exception {
    server.answers("HTTP/1.1 100 Continue\r\n\r\n" + OK).answers(OK);
    assertThat(read(put("body", true))).isEqualTo("ok");
    assertThat(server.requests().getLast()).endsWith("\r\n\r\nbody");
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(1);
  }

  @Test
  void whatIsGrantedBeforeItWasSentIsNoAcknowledgement() throws Exception {
    server.answers(OK).answers(OK).answers(OK);
    get(); // connects: the body is sent unasked where the server says nothing for seconds
    assertThatThrownBy(() -> put("body", true)).isInstanceOf(ProtocolException.class);
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(2);
  }

  @Test
  void serverThatRefusesABodyMayNotHaveReadItAndLosesTheConnection() throws Exception {
    server.answers("HTTP/1.1 412 Precondition Failed\r\nContent-Length: 2\r\n\r\nno").answers(OK);
    assertThat(read(put("body", false))).isEqualTo("no");
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(2);
  }

  @Test
  void refusalOfAServerThatHangsUpWhileItIsWrittenToIsHeard() throws Exception {
    server
        .answers(ScriptedServer.EARLY + "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")
        .answers(OK);
    Reply reply = put("x".repeat(32 << 20), false);
    assertThat(reply.head().status()).isEqualTo(403);
    reply.release(false);
    assertThat(get()).isEqualTo("ok");
  }

  @Test
  void moreThanALongBodyIsNoAnswerToTheNextRequest() throws Exception {
    String body = "x".repeat(10_000);
    server
        .answers("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n" + body + "HTTP/1.1 404 ")
        .answers("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok")
        .answers(OK);
    assertThat(get()).isEqualTo(body);
    assertThat(read(pool.send(request(Verb.DELETE), null, new Patience()))).isEmpty();
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(3);
  }

  @Test
  void connectionIsUsedAsLongAsTheServerSaysThatItKeepsIt() throws Exception {
    String kept = OK.replace("\r\n\r\n", "\r\nKeep-Alive: timeout=5, max=9\r\n\r\n");
    server.answers(kept).answers(kept).answers(OK);
    get();
    now.addAndGet(Duration.ofSeconds(4).toNanos());
    get();
    assertThat(server.accepted()).isEqualTo(1);
    now.addAndGet(Duration.ofMillis(4600).toNanos());
    get();
    assertThat(server.accepted()).isEqualTo(2);
  }

  @Test
  void timeThatIsOverBeforehandSendsNothing() throws Exception {
    server.answers(OK).answers(OK);
    get();
    Patience over =
        new Patience() {
          @Override
          public void attach(Abortable connection) {
            connection.abort();
          }
        };
    assertThatThrownBy(() -> pool.send(request(Verb.DELETE), null, over))
        .isInstanceOf(NoConnectionException.class);
    assertThat(server.requests()).hasSize(1);
    assertThat(get()).isEqualTo("ok");
  }

  @Test
  void errorsGiveTheirTurnBackToo() throws Exception {
    Patience broken =
        new Patience() {
          @Override
          public void attach(Abortable connection) {
            throw new StackOverflowError("as a handshake may have");
          }
        };
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> pool.send(request(Verb.GET), null, broken))
          .isInstanceOf(StackOverflowError.class);
    }
    server.answers(OK);
    assertThat(get()).isEqualTo("ok");
  }

  @Test
  void bodyThatIsRefusedIsNotSentAndTheConnectionNotKept() throws Exception {
    server.answers("HTTP/1.1 412 Precondition Failed\r\nContent-Length: 2\r\n\r\nno").answers(OK);
    Reply reply = put("body", true);
    assertThat(reply.head().status()).isEqualTo(412);
    assertThat(read(reply)).isEqualTo("no");
    assertThat(server.requests().getLast()).endsWith("\r\n\r\n");
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(2);
  }

  @Test
  void connectionThatTheServerHasClosedMeanwhileIsNotUsed() throws Exception {
    server.answers(OK + ScriptedServer.CLOSE).answers(OK);
    assertThat(get()).isEqualTo("ok");
    server.awaitAlone();
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(2);
  }

  @Test
  void connectionThatWasSilentForLongIsStillUsed() throws Exception {
    server.answers(OK).answers(OK);
    assertThat(get()).isEqualTo("ok");
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(1);
  }

  @Test
  void connectionThatNobodyUsesIsClosed() throws Exception {
    server.answers(OK).answers(OK);
    get();
    assertThat(alarms).hasSize(1);
    now.addAndGet(IDLE.toNanos() - 1);
    alarms.removeFirst().run();
    assertThat(alarms).as("it looks again").hasSize(1);
    now.addAndGet(1);
    alarms.removeFirst().run();
    server.awaitAlone();
    assertThat(alarms).as("there is nothing to look at").isEmpty();
    get();
    assertThat(server.accepted()).isEqualTo(2);
  }

  @Test
  void thereAreNoMoreConnectionsThanAllowed() throws Exception {
    pool.close();
    pool = pool(1, Duration.ofSeconds(20));
    server.answers(OK).answers(OK);
    Reply held = pool.send(request(Verb.GET), null, new Patience());
    Patience little =
        new Patience() {
          @Override
          public long nanosLeft() {
            return Duration.ofMillis(10).toNanos();
          }
        };
    assertThatThrownBy(() -> pool.send(request(Verb.GET), null, little))
        .isInstanceOfSatisfying(
            NoConnectionException.class, e -> assertThat(e.exhausted()).isTrue());
    assertThat(read(held)).isEqualTo("ok");
    assertThat(get()).isEqualTo("ok");
  }

  @Test
  void failuresGiveTheirTurnBack() throws Exception {
    for (int i = 0; i < 5; i++) {
      server.answers(ScriptedServer.CLOSE);
      assertThatThrownBy(this::get).isInstanceOf(IOException.class);
    }
    server.answers(OK);
    assertThat(get()).isEqualTo("ok");
  }

  @Test
  void serverThatIsNotThereRefusesTheConnection() throws Exception {
    pool.close();
    try (Socket deaf = new Socket()) { // has the port, so that nobody else gets it and listens
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      pool = pool(new Origin("127.0.0.1", deaf.getLocalPort(), false), 1, Duration.ofSeconds(20));
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(this::get).isInstanceOf(ConnectException.class);
      }
    }
  }

  @Test
  void waitForAnAnswerEndsWithItsTime() throws Exception {
    server.answers(ScriptedServer.SILENCE);
    Patience patience = new Patience();
    Future<Reply> reply = threads.submit(() -> pool.send(request(Verb.GET), null, patience));
    server.awaitSilence();
    patience.last.abort();
    assertThatThrownBy(reply::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void timeThatIsOverBehindAnAnswerTouchesNoOtherCall() throws Exception {
    server.answers(OK).answers(OK);
    Patience patience = new Patience();
    assertThat(read(pool.send(request(Verb.GET), null, patience))).isEqualTo("ok");
    patience.last.abort();
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(1);
  }

  @Test
  void connectionThatWasClosedBehindAnAnswerIsNotKept() throws Exception {
    server.answers(OK).answers(OK);
    Patience patience = new Patience();
    Reply reply = pool.send(request(Verb.GET), null, patience);
    assertThat(reply.body().readAllBytes()).hasSize(2);
    patience.last.abort();
    reply.release(true);
    assertThat(get()).isEqualTo("ok");
    assertThat(server.accepted()).isEqualTo(2);
  }

  @Test
  void closedPoolEndsWhatIsUnderWayAndTakesNothingMore() throws Exception {
    server.answers(ScriptedServer.SILENCE);
    Future<String> reply = threads.submit(this::get);
    server.awaitSilence();
    pool.close();
    assertThatThrownBy(reply::get).hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(this::get).isInstanceOf(NoConnectionException.class);
  }

  @Test
  void interruptedThreadGetsNoConnection() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(this::get).isInstanceOf(NoConnectionException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void headerThatWouldEndItsLineIsRefused() {
    for (String value : new String[] {"a\r\nb", "a\nb", "a\rb"}) {
      assertThatThrownBy(() -> request(Verb.GET).putHeader("x-amz-meta-a", value))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
