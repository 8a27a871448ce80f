package io.tieline.session.backend;

import io.tieline.session.ClientCapabilities;
import io.tieline.session.MintedNumbers;
import io.tieline.session.RequestMetadata;
import io.tieline.session.Timers;
import io.tieline.session.backend.BackendEra.Verdict;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out the era of a backend by {@code server/discover}, on a connection of its own that is
 * thrown away (revision 2026-07-28, "Versioning: Backward Compatibility"). Not on the session's
 * own: some servers end, or are never the same again, when their first request is unknown to them.
 *
 * <p>Others are silent then. Over HTTP that may have many causes. A program is greeted on the same
 * connection after a moment: if it answers that and still not the other, it has heard both and
 * knows the handshake only. On the backend session's strand.
 */
final class EraProbe {

    /**
     * How long nothing at all is waited for behind a URL. A program is waited for as long as it may
     * take to start: to end it sooner would only have it start again.
     */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** A server that knows the request, and has started, answers well within this. */
    private static final Duration MOMENT = Duration.ofMillis(500);

    private static final Id DISCOVERY = Id.of(0);
    private static final Id GREETING = Id.of(1);

    private final BackendContext context;
    private final BackendOpening opening;
    private final Consumer<Verdict> decided;
    private @Nullable Link link;
    private Timers.@Nullable Alarm alarm;
    private Timers.@Nullable Alarm moment;
    private boolean greeted;
    private boolean over;

    EraProbe(BackendContext context, Consumer<Verdict> decided) {
        this.context = context;
        this.opening = context.opening();
        this.decided = decided;
    }

    void begin() {
        var heard = new Heard();
        var probing = context.backend().connect(opening.headers(), heard);
        link = probing;
        var patience = probing.attributes() ? SILENCE : opening.limits().initialize();
        var metadata = new RequestMetadata(ClientCapabilities.NONE, opening.clientInfo(), null);
        var params = metadata.around(Json.EMPTY_OBJECT);
        var request = Request.of(DISCOVERY, Method.SERVER_DISCOVER, params);
        if (over) {
            probing.close();
            return;
        }
        alarm = context.after(patience, this::unanswered);
        probing.request(request, heard);
        if (!probing.attributes()) {
            inAMoment(() -> probing.request(Handshake.request(opening).withId(GREETING), heard));
        }
    }

    private void inAMoment(Runnable task) {
        Runnable unlessOver =
                () -> {
                    if (!over) {
                        task.run();
                    }
                };
        moment = context.after(MOMENT, unlessOver);
    }

    /** Nobody wants to know any more. */
    void cancel() {
        over = true;
        if (alarm != null) {
            alarm.cancel();
        }
        if (moment != null) {
            moment.cancel();
        }
        if (link != null) {
            link.close();
        }
    }

    private void answered(Response response) {
        var id = response.id();
        if (id != null && GREETING.equals(MintedNumbers.idOf(id))) {
            greeted(response);
            return;
        }
        switch (response) {
            case Result result -> learned(verdict(result.result()));
            case Failure failure when failure.error().code() == ErrorCode.INTERNAL_ERROR ->
                    unanswered();
            case Failure failure -> learned(verdict(failure));
        }
    }

    private void greeted(Response response) {
        if (response instanceof Result && !greeted) {
            greeted = true;
            inAMoment(this::unanswered);
        }
    }

    private static Verdict verdict(Json discovered) {
        return names(discovered.list("supportedVersions"))
                ? new Verdict.Stateless(discovered)
                : new Verdict.Handshake();
    }

    private static Verdict verdict(Failure failure) {
        var data = failure.error().data();
        return switch (failure.error().code()) {
            case ErrorCode.HEADER_MISMATCH, ErrorCode.MISSING_CLIENT_CAPABILITY ->
                    new Verdict.Stateless(null);
            case ErrorCode.UNSUPPORTED_PROTOCOL_VERSION ->
                    names(data == null ? List.of() : data.list("supported"))
                            ? new Verdict.Stateless(null)
                            : new Verdict.Handshake();
            default -> new Verdict.Handshake();
        };
    }

    /** Says whether only a server of the stateless era can have given this error. */
    static boolean isStateless(Failure failure) {
        return verdict(failure) instanceof Verdict.Stateless;
    }

    private static boolean names(List<Json> versions) {
        return versions.contains(Json.string(Revision.STATELESS.text()));
    }

    private void learned(Verdict verdict) {
        if (!over) {
            cancel();
            opening.era().learned(verdict, context.nanoTime());
            decided.accept(verdict);
        }
    }

    /** Without an answer it is taken for one of the handshake era, unless others had one. */
    private void unanswered() {
        if (!over) {
            cancel();
            long now = context.nanoTime();
            decided.accept(opening.era().supposed(new Verdict.Handshake(), now, greeted));
        }
    }

    /** Hears everything that the throw-away connection says. */
    private final class Heard implements Link.Listener, Link.Stream {

        @Override
        public void received(Message message) {
            if (message instanceof Response response) {
                context.strand().run(() -> answered(response));
            }
        }

        /** It has answered, but not with what it is. */
        @Override
        public void unreadable(MalformedException why) {
            var id = why.answers();
            if (id == null || DISCOVERY.equals(MintedNumbers.idOf(id))) {
                context.strand().run(EraProbe.this::unanswered);
            }
        }

        /** It ended instead of answering, as some servers of the handshake era do. */
        @Override
        public void closed(LinkFailure failure, Set<Id> neverLeft) {
            context.strand().run(EraProbe.this::unanswered);
        }

        @Override
        public void failed(LinkFailure failure) {
            context.strand().run(EraProbe.this::unanswered);
        }

        @Override
        public Map<String, String> headers() {
            return HeaderMirror.standard(Method.SERVER_DISCOVER);
        }
    }
}
