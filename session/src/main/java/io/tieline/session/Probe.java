package io.tieline.session;

import io.tieline.session.BackendEra.Verdict;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out the era of a backend by {@code server/discover}, on a connection of its own that is
 * thrown away (revision 2026-07-28, "Versioning: Backward Compatibility"). Not on the session's
 * own: some servers end, or are never the same again, when their first request is unknown to them.
 * On the backend session's strand.
 */
final class Probe {

    /** A server that knows the request answers at once; one that does not may be silent. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Backend backend;
    private final BackendOpening opening;
    private final Environment environment;
    private final Strand strand;
    private final Consumer<Verdict> decided;
    private @Nullable Link link;
    private Timers.@Nullable Alarm alarm;
    private boolean over;

    Probe(
            Backend backend,
            BackendOpening opening,
            Environment environment,
            Strand strand,
            Consumer<Verdict> decided) {
        this.backend = backend;
        this.opening = opening;
        this.environment = environment;
        this.strand = strand;
        this.decided = decided;
    }

    void begin() {
        var heard = new Heard();
        alarm = environment.timers().after(SILENCE, () -> strand.run(this::silent));
        var probing = backend.connect(heard);
        link = probing;
        var envelope =
                new Envelope(ClientCapabilities.NONE, opening.clientInfo(), null).around(null);
        var request = Request.of(Id.of(0), Method.SERVER_DISCOVER, envelope);
        if (!over) {
            probing.request(request, heard);
        } else {
            probing.close();
        }
    }

    /** Nobody wants to know any more. */
    void cancel() {
        over = true;
        if (alarm != null) {
            alarm.cancel();
        }
        if (link != null) {
            link.close();
        }
    }

    /** Between us and a program there is nothing else that could be slow. */
    private void silent() {
        end(new Verdict.Handshake(), link != null && !link.attributes());
    }

    private void answered(Response response) {
        switch (response) {
            case Result result -> end(verdict(result.result()), true);
            case Failure failure ->
                    end(verdict(failure), failure.error().code() != ErrorCode.INTERNAL_ERROR);
        }
    }

    private static Verdict verdict(Json discovered) {
        return names(discovered.get("supportedVersions"))
                ? new Verdict.Stateless(discovered)
                : new Verdict.Handshake();
    }

    private static Verdict verdict(Failure failure) {
        var data = failure.error().data();
        return switch (failure.error().code()) {
            case ErrorCode.HEADER_MISMATCH, ErrorCode.MISSING_CLIENT_CAPABILITY ->
                    new Verdict.Stateless(null);
            case ErrorCode.UNSUPPORTED_PROTOCOL_VERSION ->
                    names(data == null ? null : data.get("supported"))
                            ? new Verdict.Stateless(null)
                            : new Verdict.Handshake();
            default -> new Verdict.Handshake();
        };
    }

    /** Whether only a server of the stateless era can have given this error. */
    static boolean isStateless(Failure failure) {
        return verdict(failure) instanceof Verdict.Stateless;
    }

    private static boolean names(@Nullable Json versions) {
        return versions != null
                && versions.isArray()
                && versions.elements().contains(Json.string(Revision.STATELESS.text()));
    }

    private void end(Verdict verdict, boolean certain) {
        if (over) {
            return;
        }
        cancel();
        long now = environment.timers().nanoTime();
        if (certain) {
            opening.era().learned(verdict, now);
        } else {
            opening.era().supposed(verdict, now);
        }
        decided.accept(verdict);
    }

    /** What the throw-away connection says, whichever way. */
    private final class Heard implements Link.Listener, Link.Stream {

        @Override
        public void received(Message message) {
            if (message instanceof Response response) {
                strand.run(() -> answered(response));
            }
        }

        /** It ended instead of answering, as some servers of the handshake era do. */
        @Override
        public void closed(LinkFailure failure) {
            strand.run(() -> end(new Verdict.Handshake(), false));
        }

        @Override
        public void failed(LinkFailure failure) {
            strand.run(() -> end(new Verdict.Handshake(), false));
        }

        @Override
        public Map<String, String> headers() {
            return Mirror.standard(Method.SERVER_DISCOVER);
        }
    }
}
