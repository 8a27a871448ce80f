package io.tieline.app.doctor;

import io.tieline.app.command.ConnectableServers;
import io.tieline.framework.Answer;
import io.tieline.framework.McpClient;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Looks at one server, from the first connection to the last. For one thread. */
final class Checkup {

    private final ConnectableServers servers;
    private final String name;
    private final Probe probe;
    private final CheckResults findings = new CheckResults();
    private final Signs signs = new Signs();
    private final AtomicInteger questions = new AtomicInteger();

    /**
     * @param probe the call that may be made
     */
    Checkup(ConnectableServers servers, String name, Probe probe) {
        this.servers = servers;
        this.name = name;
        this.probe = probe;
    }

    /** Makes all checks, each after the one that it builds on. */
    List<Finding> findings() {
        servers.listen(signs::printed);
        var client = connected();
        if (client == null) {
            findings.skipped("everything else", "the server cannot be talked to");
        } else {
            try (client) {
                talk(client);
            }
        }
        new Manners(findings, signs).judge();
        return findings.all();
    }

    private void talk(McpClient client) {
        agreement(client);
        var lists = new ListChecks(client, findings, probe).make();
        new SchemaChecks(findings).judge(lists.tools());
        new CallChecks(client, findings, signs, questions, probe).make(lists);
        resumption(client);
        second(client);
    }

    /** To prove it, somebody between would have to break a stream off. */
    private void resumption(McpClient client) {
        findings.skipped(
                "resumption",
                servers.isProgram(name)
                        ? "over stdio there is no stream that could be taken up again"
                        : client.revision().isStateless()
                                ? "in the stateless era no stream is taken up again"
                                : "it takes somebody between who breaks a stream off");
    }

    private @Nullable McpClient connected() {
        long begun = System.nanoTime();
        try {
            var client = client().connect();
            var server = client.server();
            findings.add(
                    Finding.ok(
                            "connection",
                            server.name() + " " + server.version(),
                            Duration.ofNanos(System.nanoTime() - begun)));
            return client;
        } catch (McpException refused) {
            findings.add(ofRefusal(refused.error()));
            return null;
        }
    }

    private McpClient.Builder client() {
        return servers.direct(name, signs)
                .onElicitation(_ -> declined())
                .onUrlElicitation(_ -> declined());
    }

    /** Nobody is there who could say yes. */
    private Answer<?> declined() {
        questions.incrementAndGet();
        return Answer.decline();
    }

    static Finding ofRefusal(RpcError error) {
        var message = error.message();
        if (message.contains("HTTP status 401") || message.contains("HTTP status 403")) {
            return Finding.failed(
                    "connection",
                    message,
                    "The server wants credentials that it was not given.",
                    "Give them with --header 'Authorization: Bearer TOKEN', or in the file.");
        }
        if (message.contains("unknown revision")) {
            return Finding.failed(
                    "connection",
                    message,
                    "It speaks a revision that no client of MCP knows: none can use it.",
                    "Update the server, or correct the date that it answers initialize with.");
        }
        return switch (error.code()) {
            case ErrorCode.BACKEND_TIMED_OUT ->
                    Finding.failed(
                            "connection",
                            message,
                            "It takes what is sent and answers nothing: it is no MCP server here,"
                                    + " waits for something else, or needs longer to start.",
                            "Run it by hand and see what it waits for; --start-timeout 5m allows"
                                    + " more time.");
            case ErrorCode.BACKEND_BROKE_PROTOCOL ->
                    Finding.failed(
                            "connection",
                            message,
                            "What it sends is no MCP: clients give it up.",
                            "Check that the command or URL is that of an MCP server.");
            default ->
                    Finding.failed(
                            "connection",
                            message,
                            "It is not there, or ended before it had answered.",
                            "Start it, or correct its command or URL; --log-level info shows what"
                                    + " it wrote.");
        };
    }

    private void agreement(McpClient client) {
        var revision = client.revision();
        findings.add(
                new Finding(
                        "revision",
                        Finding.State.OK,
                        revision.text()
                                + (revision.isStateless()
                                        ? ", stateless era: no session, questions are results"
                                        : ", handshake era: a session"
                                                + (servers.isProgram(name) ? " (its process)" : "")
                                                + ", questions come in mid-call"),
                        "",
                        "",
                        null));
        if (revision.isStateless()) {
            findings.skipped("ping", "the revision " + revision.text() + " has none");
        } else {
            findings.timed(
                    "ping",
                    () -> {
                        probe.request(client, "ping", null);
                        return "answered";
                    });
        }
    }

    /** Each client has a server of its own, or at least one that knows them apart. */
    private void second(McpClient first) {
        findings.timed(
                "two clients",
                () -> {
                    try (var other = client().connect()) {
                        alive(other);
                    }
                    alive(first);
                    return "the one stays when the other leaves";
                });
    }

    private void alive(McpClient client) {
        if (client.revision().isStateless()) {
            probe.request(client, "server/discover", null);
        } else {
            probe.request(client, "ping", null);
        }
    }
}
