package io.tieline.app;

import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.Configuration;
import io.tieline.app.config.Quantities;
import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.gateway.StateKey;
import io.tieline.session.Caller;
import io.tieline.session.backend.CallRule;
import io.tieline.session.backend.TimeLimits;
import io.tieline.session.client.SessionSettings;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of a plan that says how a server is treated. */
final class GatewayPlanner {

    private static final String PINNED = "pinned:";
    private static final String BY_HEADER = "header:";

    /** Each hop's own, or a credential that is not meant for the backend. */
    private static final Set<String> NEVER_FORWARDED =
            Set.of(
                    "accept",
                    "connection",
                    "content-length",
                    "content-type",
                    "cookie",
                    "expect",
                    "host",
                    "last-event-id",
                    "origin",
                    "proxy-authorization",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private final Configuration choices;

    GatewayPlanner(Configuration choices) {
        this.choices = choices;
    }

    GatewaySettings plan() throws UsageException {
        var idle = duration(Setting.IDLE, SessionSettings.DEFAULT.idle());
        var settings =
                GatewaySettings.DEFAULT
                        .withImplementation(
                                Json.object("name", "tieline", "version", Version.text()))
                        .withSessions(sessions())
                        .withStateKey(stateKey())
                        .withRevision(revision())
                        .withCalls(calls())
                        .withLimits(timeLimits())
                        .withIdle(idle)
                        .withForwardedHeaders(forwarded());
        var most = choices.one(Setting.MAX_SESSIONS);
        var bounded =
                most == null
                        ? settings
                        : settings.withMaxSessions(Quantities.number(most, 100_000));
        var instructions = choices.one(Setting.INSTRUCTIONS);
        return instructions == null ? bounded : bounded.withInstructions(instructions.value());
    }

    private SessionPolicy sessions() throws UsageException {
        var given = choices.one(Setting.SESSIONS);
        if (given == null) {
            return SessionPolicy.PER_CLIENT_SESSION;
        }
        return switch (given.value()) {
            case "per-client" -> SessionPolicy.PER_CLIENT_SESSION;
            case "per-request" -> SessionPolicy.PER_REQUEST;
            case "shared" -> SessionPolicy.SHARED;
            case String text when text.startsWith(PINNED) -> pinned(given);
            default ->
                    throw given.wrong(
                            "\""
                                    + given.value()
                                    + "\" is no session policy; write per-client, per-request,"
                                    + " shared, pinned:KEY or pinned:header:NAME");
        };
    }

    private SessionPolicy pinned(ConfigValue given) throws UsageException {
        var key = given.value().substring(PINNED.length());
        if (!key.startsWith(BY_HEADER)) {
            if (key.isBlank()) {
                throw given.wrong("pinned: lacks its key; write pinned:KEY or pinned:header:NAME");
            }
            return SessionPolicy.pinned(key);
        }
        var header = key.substring(BY_HEADER.length()).toLowerCase(Locale.ROOT);
        if (!Headers.isName(header)) {
            throw given.wrong(
                    "\"" + header + "\" is no name of a header; write pinned:header:NAME");
        }
        if (choices.has(Setting.STDIO)) {
            throw given.wrong(
                    "with --stdio there are no headers; write pinned:KEY or leave it out");
        }
        return new SessionPolicy.Pinned(byHeader(header));
    }

    /** A client that lacks the header is refused: it must not fall among those that lack it too. */
    private static Function<Caller, String> byHeader(String header) {
        return caller -> {
            var value = caller.headers().get(header);
            if (value == null || value.isBlank()) {
                throw new McpException(
                        RpcError.of(
                                ErrorCode.INVALID_REQUEST,
                                "This gateway keeps a session for each value of the header "
                                        + header
                                        + "; send it with initialize, or with every request that needs none"));
            }
            return value;
        };
    }

    private @Nullable Revision revision() throws UsageException {
        var given = choices.one(Setting.BACKEND_REVISION);
        if (given == null || given.value().equals("auto")) {
            return null;
        }
        var revision = Revision.of(given.value());
        if (revision == null) {
            throw given.wrong(
                    "\""
                            + given.value()
                            + "\" is no revision that Tieline speaks; write auto or "
                            + Arrays.stream(Revision.values())
                                    .map(Revision::text)
                                    .collect(Collectors.joining(", ")));
        }
        return revision;
    }

    private StateKey stateKey() throws UsageException {
        var given = choices.one(Setting.STATE_KEY);
        var key = given == null ? StateKey.AUTO : given.oneOf(StateKey.values());
        if (given != null && !(sessions() instanceof SessionPolicy.PerClientSession)) {
            throw given.wrong("only --sessions=per-client asks for a key; leave one of them out");
        }
        if (given != null && key == StateKey.COOKIE && choices.has(Setting.STDIO)) {
            throw given.wrong("with --stdio there are no cookies; write principal or handle");
        }
        return key;
    }

    private CallRule calls() throws UsageException {
        var given = choices.one(Setting.CALLS);
        return given == null ? CallRule.LEARN : given.oneOf(CallRule.values());
    }

    private TimeLimits timeLimits() throws UsageException {
        var limits = TimeLimits.DEFAULT;
        var idle = duration(Setting.CALL_TIMEOUT, limits.idle());
        return limits.withIdle(idle)
                // Who lets a server be silent for a day wants calls that take a day.
                .withCap(
                        duration(
                                Setting.CALL_LIMIT,
                                idle.compareTo(limits.cap()) > 0 ? idle : limits.cap()))
                .withInitialize(duration(Setting.START_TIMEOUT, limits.initialize()));
    }

    private Set<String> forwarded() throws UsageException {
        var names = new HashSet<String>();
        for (var given : choices.all(Setting.FORWARD_HEADER)) {
            var name = given.value().toLowerCase(Locale.ROOT);
            if (!Headers.isName(name)) {
                throw given.wrong("\"" + given.value() + "\" is no name of a header");
            }
            if (NEVER_FORWARDED.contains(name) || name.startsWith("mcp-")) {
                throw given.wrong(
                        given.value()
                                + " belongs to one connection and is never forwarded; leave it out");
            }
            names.add(name);
        }
        return names;
    }

    private Duration duration(Setting setting, Duration otherwise) throws UsageException {
        var given = choices.one(setting);
        return given == null ? otherwise : Quantities.duration(given);
    }
}
