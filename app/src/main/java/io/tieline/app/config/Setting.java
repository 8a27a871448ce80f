package io.tieline.app.config;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code tieline run} can be told, by an option, by a key in the server's entry of
 * a configuration file, or by both. Command line, file and help all read this one list, so that
 * none of them knows a setting that the others lack.
 *
 * <p>Long because each setting stands here with all that is said of it.
 */
public enum Setting implements LineOption {
    NAME(OptionGroup.BACKEND, Shape.ONE, Needs.NOTHING, null, "", null),
    BACKEND(
            OptionGroup.BACKEND,
            Shape.ONE,
            Needs.NOTHING,
            "--backend",
            "URL",
            "url",
            "The server's URL: Streamable HTTP, or HTTP+SSE",
            "if that is what it speaks."),
    COMMAND(
            OptionGroup.BACKEND,
            Shape.LIST,
            Needs.NOTHING,
            "--",
            "COMMAND ARG...",
            "command",
            "A program to start for each session."),
    HEADER(
            OptionGroup.BACKEND,
            Shape.NAMED,
            Needs.URL,
            "--header",
            "'NAME: VALUE'",
            "headers",
            "Goes to the URL with every request.*"),
    FORWARD_HEADER(
            OptionGroup.BACKEND,
            Shape.LIST,
            Needs.URL,
            "--forward-header",
            "NAME",
            "forwardHeaders",
            "A header of clients that goes on to the URL.*",
            "Authorization: only to a server that is meant",
            "by the same credential."),
    CA(
            OptionGroup.BACKEND,
            Shape.ONE,
            Needs.URL,
            "--ca",
            "FILE",
            "ca",
            "PEM file of the authorities to trust behind",
            "https, in place of the JDK's."),
    TRANSPORT(OptionGroup.BACKEND, Shape.ONE, Needs.NOTHING, null, "", "type"),
    ENV(
            OptionGroup.BACKEND,
            Shape.NAMED,
            Needs.COMMAND,
            "--env",
            "NAME=VALUE",
            "env",
            "A variable for the command,* which sees of ours",
            "only PATH, HOME and their like."),
    CWD(
            OptionGroup.BACKEND,
            Shape.ONE,
            Needs.COMMAND,
            "--cwd",
            "DIRECTORY",
            "cwd",
            "Where the command runs."),
    BACKEND_REVISION(
            OptionGroup.BACKEND,
            Shape.ONE,
            Needs.NOTHING,
            "--backend-revision",
            "DATE",
            "backendRevision",
            "The revision to ask the server for, such as",
            "2025-06-18; auto (default): the client's own."),
    INSTRUCTIONS(
            OptionGroup.BACKEND,
            Shape.ONE,
            Needs.NOTHING,
            "--instructions",
            "TEXT",
            "instructions",
            "Told to clients in place of the server's own."),

    LISTEN(
            OptionGroup.FRONT,
            Shape.ONE,
            Needs.HTTP_FRONT,
            "--listen",
            "HOST:PORT",
            "listen",
            "Where to listen (default 127.0.0.1:8808);",
            "port 0 takes a free one."),
    STDIO(
            OptionGroup.FRONT,
            Shape.FLAG,
            Needs.NOTHING,
            "--stdio",
            "",
            null,
            "Serve the one client that started us, over",
            "stdin and stdout."),
    ALLOW_HOST(
            OptionGroup.FRONT,
            Shape.LIST,
            Needs.HTTP_FRONT,
            "--allow-host",
            "HOST",
            "allowHosts",
            "Another name by which clients may call us.*"),
    ALLOW_ORIGIN(
            OptionGroup.FRONT,
            Shape.LIST,
            Needs.HTTP_FRONT,
            "--allow-origin",
            "ORIGIN",
            "allowOrigins",
            "An origin whose web pages may call us.*"),
    PUBLIC_URL(
            OptionGroup.FRONT,
            Shape.ONE,
            Needs.HTTP_FRONT,
            "--public-url",
            "URL",
            "publicUrl",
            "Where clients find us through a proxy, without",
            "/mcp: https://example.com/tools."),
    TLS_CERTIFICATE(
            OptionGroup.FRONT,
            Shape.ONE,
            Needs.HTTP_FRONT,
            "--tls-certificate",
            "FILE",
            "tlsCertificate",
            "Speak TLS with this chain, a PEM file."),
    TLS_KEY(
            OptionGroup.FRONT,
            Shape.ONE,
            Needs.HTTP_FRONT,
            "--tls-key",
            "FILE",
            "tlsKey",
            "Its key: PEM, PKCS #8, without passphrase."),
    TOKENS(
            OptionGroup.FRONT,
            Shape.ONE,
            Needs.HTTP_FRONT,
            "--tokens",
            "FILE",
            null,
            "Only who sends a token of this file may call;",
            "tieline token new puts them into it."),
    AUTH_ISSUER(
            OptionGroup.FRONT,
            Shape.LIST,
            Needs.HTTP_FRONT,
            "--auth-issuer",
            "URL",
            null,
            "Who brings a JWT of this issuer may call.*"),
    AUTH_AUDIENCE(
            OptionGroup.FRONT,
            Shape.LIST,
            Needs.HTTP_FRONT,
            "--auth-audience",
            "NAME",
            null,
            "What such a token must be for (default: the",
            "public URL).*"),
    TRUST_PROXY(
            OptionGroup.FRONT,
            Shape.LIST,
            Needs.HTTP_FRONT,
            "--trust-proxy",
            "CIDR",
            null,
            "From these addresses a proxy may say who calls,",
            "in the header that is named next.*"),
    PRINCIPAL_HEADER(
            OptionGroup.FRONT,
            Shape.ONE,
            Needs.HTTP_FRONT,
            "--principal-header",
            "NAME",
            null,
            "In which header it does; nobody else is",
            "believed."),
    INSECURE_NO_AUTH(
            OptionGroup.FRONT,
            Shape.FLAG,
            Needs.HTTP_FRONT,
            "--insecure-no-auth",
            "",
            null,
            "Whoever reaches us may call, also from other",
            "machines: without it, or tokens, we do not",
            "listen for those."),

    SESSIONS(
            OptionGroup.SESSIONS,
            Shape.ONE,
            Needs.NOTHING,
            "--sessions",
            "POLICY",
            "sessions",
            "Which session with the server serves whom:",
            "per-client   one for each client (default)",
            "per-request  a fresh one for each request",
            "shared       one for everybody",
            "pinned:KEY   one for all under this key",
            "pinned:header:NAME  one for each value of this",
            "             header of the client's initialize"),
    STATE_KEY(
            OptionGroup.SESSIONS,
            Shape.ONE,
            Needs.NOTHING,
            "--state-key",
            "KEY",
            "stateKey",
            "With per-client: by what a client of",
            "2026-07-28, which has no session, finds its",
            "state again:",
            "auto       who it is; where nobody is known,",
            "           a cookie that it returns (default)",
            "principal  who it is",
            "handle     an argument that each tool gets",
            "cookie     an HTTP cookie",
            "request    nothing: a fresh session each time"),
    CALLS(
            OptionGroup.SESSIONS,
            Shape.ONE,
            Needs.NOTHING,
            "--calls",
            "RULE",
            "calls",
            "What may overlap where the server does not say",
            "which call its messages belong to:",
            "learn    calls; tools that ask one by one",
            "         (default)",
            "serial   no calls that may ask",
            "overlap  all calls; the server may not ask",
            "lease    calls, each with another session"),

    IDLE(
            OptionGroup.LIMITS,
            Shape.ONE,
            Needs.NOTHING,
            "--idle",
            "DURATION",
            "idle",
            "Life of an unused session (default 30m)."),
    IDLE_DISCONNECTED(
            OptionGroup.LIMITS,
            Shape.ONE,
            Needs.HTTP_FRONT,
            "--idle-disconnected",
            "DURATION",
            "idleDisconnected",
            "The same once its client has left (default 10m,",
            "and never longer)."),
    MAX_SESSIONS(
            OptionGroup.LIMITS,
            Shape.ONE,
            Needs.NOTHING,
            "--max-sessions",
            "NUMBER",
            "maxSessions",
            "Most sessions with the server (default 64 of a",
            "command, 10000 of a URL); the one that is idle",
            "longest gives way to the next."),
    CALL_TIMEOUT(
            OptionGroup.LIMITS,
            Shape.ONE,
            Needs.NOTHING,
            "--call-timeout",
            "DURATION",
            "callTimeout",
            "Longest silence of the server in a call",
            "(default 10m); progress, logs and questions",
            "end a silence."),
    CALL_LIMIT(
            OptionGroup.LIMITS,
            Shape.ONE,
            Needs.NOTHING,
            "--call-limit",
            "DURATION",
            "callLimit",
            "Longest call in all (default 60m, or the",
            "silence if that is longer)."),
    HUMAN_TIMEOUT(
            OptionGroup.LIMITS,
            Shape.ONE,
            Needs.NOTHING,
            "--human-timeout",
            "DURATION",
            "humanTimeout",
            "Longest wait for a client's answer to a",
            "question (default 10m)."),
    START_TIMEOUT(
            OptionGroup.LIMITS,
            Shape.ONE,
            Needs.NOTHING,
            "--start-timeout",
            "DURATION",
            "startTimeout",
            "Longest wait for a server that starts (default",
            "60s)."),
    MAX_MESSAGE(
            OptionGroup.LIMITS,
            Shape.ONE,
            Needs.NOTHING,
            "--max-message",
            "SIZE",
            "maxMessage",
            "Longest message from either side (default",
            "64MiB, from clients over HTTP 4MiB)."),
    MAX_DEPTH(
            OptionGroup.LIMITS,
            Shape.ONE,
            Needs.NOTHING,
            "--max-depth",
            "NUMBER",
            "maxDepth",
            "Most objects and arrays inside one another in a",
            "message (default 1000)."),
    DRAIN(
            OptionGroup.LIMITS,
            Shape.ONE,
            Needs.NOTHING,
            "--drain",
            "DURATION",
            "drain",
            "How long calls in flight may go on after",
            "SIGTERM, SIGHUP or Ctrl-C (default 25s)."),

    SERVER(
            OptionGroup.PROGRAM,
            Shape.LIST,
            Needs.NOTHING,
            "--server",
            "NAME",
            null,
            "A server of the file; all that are enabled if",
            "none is named.*"),
    SMALL(
            OptionGroup.PROGRAM,
            Shape.FLAG,
            Needs.NOTHING,
            "--small",
            "",
            null,
            "Take little memory: a heap of at most 96 MiB,",
            "and one event loop. For tens of clients, not",
            "thousands."),
    IO(
            OptionGroup.PROGRAM,
            Shape.ONE,
            Needs.NOTHING,
            "--io",
            "INTERFACE",
            "io",
            "Linux: epoll (default there) or io_uring, which",
            "costs less where it is allowed; nio elsewhere."),
    ADMIN(
            OptionGroup.PROGRAM,
            Shape.ONE,
            Needs.NOTHING,
            "--admin",
            "HOST:PORT",
            "admin",
            "Listen here for health, metrics, what is under",
            "way, reload and drain; loopback, or with a",
            "token. Off by default."),
    ADMIN_TOKEN_FILE(
            OptionGroup.PROGRAM,
            Shape.ONE,
            Needs.NOTHING,
            "--admin-token-file",
            "FILE",
            "adminTokenFile",
            "The token that must be sent there, alone in a",
            "file."),
    AUDIT(
            OptionGroup.PROGRAM,
            Shape.ONE,
            Needs.NOTHING,
            "--audit",
            "FILE",
            "audit",
            "A line of JSON for each request and refusal:",
            "who, what, outcome, digests; no body."),
    LOG_FORMAT(
            OptionGroup.PROGRAM,
            Shape.ONE,
            Needs.NOTHING,
            "--log-format",
            "FORMAT",
            "logFormat",
            "text (default), or json: an object on each line",
            "of stderr."),
    LOG_LEVEL(
            OptionGroup.PROGRAM,
            Shape.ONE,
            Needs.NOTHING,
            "--log-level",
            "LEVEL",
            "logLevel",
            "error, warn, info (default), or debug: a line",
            "for every exchange.");

    /** How a setting is written. */
    public enum Shape {
        /** Present or not. */
        FLAG,
        /** One value. */
        ONE,
        /** Any number of values. */
        LIST,
        /** Any number of values, each with a name. */
        NAMED
    }

    /** Without which a setting would do nothing. */
    public enum Needs {
        NOTHING,
        HTTP_FRONT,
        URL,
        COMMAND
    }

    private final OptionGroup topic;
    private final Shape shape;
    private final Needs needs;
    private final @Nullable String option;
    private final String label;
    private final @Nullable String key;
    private final String description;

    Setting(
            OptionGroup topic,
            Shape shape,
            Needs needs,
            @Nullable String option,
            String label,
            @Nullable String key,
            String... description) {
        this.topic = topic;
        this.shape = shape;
        this.needs = needs;
        this.option = option;
        this.label = label;
        this.key = key;
        this.description = String.join("\n", description);
    }

    /** Under which heading it is explained. */
    public OptionGroup topic() {
        return topic;
    }

    /** How it is written. */
    @Override
    public Shape shape() {
        return shape;
    }

    /** Without what it would do nothing. */
    public Needs needs() {
        return needs;
    }

    /** How it is written on the command line; null if it is not. */
    @Override
    public @Nullable String option() {
        return option;
    }

    /** What stands for its value in the help. */
    @Override
    public String label() {
        return label;
    }

    /** How it is written in a file; null if it is not. */
    public @Nullable String key() {
        return key;
    }

    /** What it does, line by line. */
    @Override
    public String[] description() {
        return description.lines().toArray(String[]::new);
    }

    /** The setting of this key; null if there is none. */
    public static @Nullable Setting ofKey(String key) {
        return Arrays.stream(values()).filter(s -> key.equals(s.key)).findFirst().orElse(null);
    }

    /** The setting of this option; null if there is none. */
    public static @Nullable Setting ofOption(String option) {
        for (var setting : options()) {
            if (option.equals(setting.option)) {
                return setting;
            }
        }
        return null;
    }

    /** All that can be written on the command line before {@code --}. */
    public static List<Setting> options() {
        return Arrays.stream(values()).filter(s -> s.option != null && s != COMMAND).toList();
    }
}
