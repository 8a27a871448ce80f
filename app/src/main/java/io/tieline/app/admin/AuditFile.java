package io.tieline.app.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.wire.Json;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one JSON line for each request of a client that has ended, or was refused, to a file: who,
 * what, how it ended, and digests in the place of bodies. A line is made as its request ends, so
 * that what waits for a slow disk is a few hundred bytes, and no part of a message. A thread of its
 * own writes; whoever has something to be written never waits for it. What cannot be written, since
 * the disk is full or too slow, is counted and said loudly, and no request fails for it. Safe for
 * use by several threads.
 */
public final class AuditFile implements Observer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);

    /** So many lines wait; beyond that the file is too slow. */
    private static final int MOST_WAITING = 8_192;

    /** The most bytes of lines that wait; a usual line has some 700. */
    private static final long MOST_WAITING_BYTES = 8L * 1024 * 1024;

    /** The most questions that a line tells of its request; the others are counted. */
    private static final int MOST_QUESTIONS = 64;

    /** Then a file is set aside under its name and {@code .1}, and another one begun. */
    private static final long LARGEST_FILE = 256L * 1024 * 1024;

    /** How often it is said that lines are lost. */
    private static final long SAID_EVERY = TimeUnit.MINUTES.toNanos(1);

    private static final String TOO_SLOW = "it takes lines more slowly than they come";

    private static final long LAST_WORDS_SECONDS = 5;

    private final Path path;
    private final Clock clock;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Thread writer;
    private volatile boolean closed;

    // On the writer's thread.
    private @Nullable FileChannel file;
    private long toldOf;
    private String why = TOO_SLOW;
    private long saidAt = System.nanoTime() - SAID_EVERY;

    private AuditFile(Path path, Clock clock, FileChannel file) {
        this.path = path;
        this.clock = clock;
        this.file = file;
        this.writer = Thread.ofPlatform().name("tieline-audit").daemon().unstarted(this::write);
    }

    /**
     * Begins to write to the end of this file.
     *
     * @throws IOException if it cannot be opened
     */
    public static AuditFile open(Path path, Clock clock) throws IOException {
        var audit = new AuditFile(path, clock, opened(path));
        audit.writer.start();
        return audit;
    }

    private static FileChannel opened(Path path) throws IOException {
        return FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    /** How many lines could not be written. */
    long lost() {
        return lost.get();
    }

    private void offer(byte[] line) {
        if (waitingBytes.addAndGet(line.length) > MOST_WAITING_BYTES || !waiting.offer(line)) {
            waitingBytes.addAndGet(-line.length);
            lost.incrementAndGet();
        }
    }

    @Override
    public ExchangeObserver began(Sender client, Caller caller, Request request) {
        return new Audited(client, caller, request);
    }

    @Override
    public void refused(Sender client, Caller caller, Request request, RpcError error) {
        offer(new Audited(client, caller, request).line("denied", error, null, null));
    }

    private void write() {
        while (!closed || !waiting.isEmpty()) {
            try {
                var line = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (line != null) {
                    waitingBytes.addAndGet(-line.length);
                    write(line);
                }
                tellOfLosses();
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    private void write(byte[] line) {
        try {
            var open = file == null ? opened(path) : file;
            file = open;
            var bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
            if (open.size() > LARGEST_FILE) {
                setAside(open);
            }
        } catch (IOException full) {
            lost.incrementAndGet();
            why = String.valueOf(full.getMessage());
            say(why);
        }
    }

    private void setAside(FileChannel open) throws IOException {
        open.close();
        file = null;
        Files.move(
                path,
                path.resolveSibling(path.getFileName() + ".1"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void tellOfLosses() {
        if (lost.get() > toldOf) {
            say(why);
        }
    }

    private void say(String reason) {
        long now = System.nanoTime();
        if (now - saidAt >= SAID_EVERY) {
            saidAt = now;
            toldOf = lost.get();
            why = TOO_SLOW;
            LOG.error(
                    "The audit file {} cannot be written ({}); {} lines are lost so far, and requests"
                            + " go on",
                    path,
                    reason,
                    toldOf);
        }
    }

    /** Writes what waits, for a few seconds at the most. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(LAST_WORDS_SECONDS));
            if (file != null) {
                file.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            say(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String digest(@Nullable Json body) {
        if (body == null) {
            return null;
        }
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(body.array(), body.offset(), body.length());
            return "sha256:" + HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One request. Told on its client's strand, where its line is made as well. */
    private final class Audited implements ExchangeObserver {

        private final long number = numbers.incrementAndGet();
        private final Instant began = clock.instant();
        private final String session;
        private final String revision;
        private final String client;
        private final String principal;
        private final Request request;
        private final Set<String> servers = new LinkedHashSet<>(2);
        private final IdentityHashMap<Question, String> open = new IdentityHashMap<>(0);
        private final List<Json> questions = new ArrayList<>(0);
        private int unlisted;

        Audited(Sender client, Caller caller, Request request) {
            this.session = LiveCalls.shown(client.session());
            this.revision = client.revision().text();
            this.client = CallTarget.client(client);
            this.principal = caller.principal().name();
            this.request = request;
        }

        @Override
        public void routed(ServerCall call) {
            servers.add(call.server());
        }

        @Override
        public void asked(Question question, @Nullable ServerCall origin) {
            open.put(question, origin == null ? "" : origin.server());
        }

        @Override
        public void answered(Question question, Response answer) {
            var server = open.remove(question);
            if (server != null) {
                add(question, server, answer instanceof Result ? "answered" : "refused", answer);
            }
        }

        @Override
        public void withdrawn(Question question) {
            var server = open.remove(question);
            if (server != null) {
                add(question, server, "withdrawn", null);
            }
        }

        private void add(
                Question question, String server, String outcome, @Nullable Response answer) {
            if (questions.size() == MOST_QUESTIONS) {
                unlisted++;
                return;
            }
            questions.add(
                    Json.object(
                            "method",
                            MethodTraits.shown(question.request().method()),
                            "server",
                            server,
                            "outcome",
                            outcome,
                            "answer",
                            answer instanceof Result result ? digest(result.result()) : null));
        }

        @Override
        public void finished(Ending ending) {
            open.forEach((question, server) -> add(question, server, "unanswered", null));
            open.clear();
            offer(line(outcome(ending), ending.error(), ending.response(), ending));
        }

        private static String outcome(Ending ending) {
            return switch (ending.outcome()) {
                case RESULT ->
                        ending.response() instanceof Result result && result.isToolError()
                                ? "failed"
                                : "success";
                case ERROR -> "failed";
                case CANCELLED, ABANDONED -> "cancelled";
            };
        }

        /** The line: all that is known of the request, and no body. */
        byte[] line(
                String outcome,
                @Nullable RpcError error,
                @Nullable Response response,
                @Nullable Ending ending) {
            var took = ending == null ? null : ending.backendTook();
            var line =
                    Json.object(
                            "time",
                            began.toString(),
                            "audit",
                            number,
                            "principal",
                            principal,
                            "client",
                            client,
                            "session",
                            session,
                            "revision",
                            revision,
                            "method",
                            MethodTraits.shown(request.method()),
                            "target",
                            CallTarget.of(request),
                            "servers",
                            Json.array(servers.stream().map(Json::string).toList()),
                            "outcome",
                            outcome,
                            "code",
                            error == null ? null : error.code(),
                            "tookMs",
                            ending == null ? 0L : ending.took().toMillis(),
                            "serverTookMs",
                            took == null ? null : took.toMillis(),
                            "params",
                            digest(request.params()),
                            "result",
                            response instanceof Result result ? digest(result.result()) : null,
                            "questions",
                            Json.array(questions),
                            "questionsLeftOut",
                            unlisted == 0 ? null : unlisted);
            return (line + "\n").getBytes(UTF_8);
        }
    }
}
