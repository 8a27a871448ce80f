package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;
import io.tieline.wire.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code tieline tap}: what happens in a running gateway, as it happens, each under its call. */
public final class TapCommand {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private final Screen screen;

    /** The command on this screen. */
    public TapCommand(Screen screen) {
        this.screen = screen;
    }

    /** Shows it until the call that is wanted has ended, or the gateway has. */
    public ExitCode run(Given given) throws UsageException {
        var wanted = wanted(given);
        boolean asJson = given.has(CommandOption.JSON);
        return new AdminCommand(screen)
                .run(
                        given,
                        gateway -> {
                            gateway.events((kind, event) -> show(kind, event, wanted, asJson));
                            return ExitCode.DONE;
                        });
    }

    private static @Nullable Long wanted(Given given) throws UsageException {
        var call = given.one(CommandOption.CALL);
        if (call == null) {
            return null;
        }
        if (!call.value().matches("\\d{1,18}")) {
            throw call.wrong(
                    "\"" + call.value() + "\" is no number of a call; tieline ps shows them");
        }
        return Long.valueOf(call.value());
    }

    /** Shows an event; says whether there may be more. */
    private boolean show(String kind, Json event, @Nullable Long wanted, boolean asJson) {
        long call = event.integer("call").orElse(-1);
        if (wanted != null && wanted != call) {
            return true;
        }
        if (asJson) {
            screen.answer(event.with("event", Json.string(kind)).toString());
        } else {
            screen.answer(OneLine.of(line(kind, event, call)));
        }
        return wanted == null || !kind.equals("finished");
    }

    private static String line(String kind, Json event, long call) {
        var time = TIME.format(Instant.ofEpochMilli(event.integer("atMs").orElse(0)));
        var number = call < 0 ? "      " : String.format(Locale.ROOT, "#%-5d", call);
        return time + " " + number + " " + words(kind, event);
    }

    /** An arrow shows the direction: down to the server, or up to the client. */
    private static String words(String kind, Json event) {
        var server = part(event, "server");
        return switch (kind) {
            case "began" ->
                    "client → "
                            + part(event, "method")
                            + spaced(event, "target")
                            + " ("
                            + part(event, "client")
                            + spaced(event, "session")
                            + ")";
            case "routed" -> "  goes to " + server;
            case "left" -> "  → " + server + " as " + part(event, "id");
            case "asked" -> "  ← " + server + " asks " + question(event);
            case "answered" -> "  → " + question(event) + " is answered: " + took(event);
            case "withdrawn" -> "  ← " + server + " takes " + question(event) + " back";
            case "told" -> "  ← " + part(event, "what");
            case "parked" -> "  parked, round " + part(event, "round");
            case "resumed" -> "  the client is back from round " + part(event, "round");
            case "returned" ->
                    "  ← " + server + " has answered in " + part(event, "tookMs") + " ms";
            case "failed" -> "  ← " + server + " failed: " + part(event, "code");
            case "finished" -> "client ← " + took(event) + spaced(event, "code");
            case "refused" ->
                    "client → "
                            + part(event, "method")
                            + spaced(event, "target")
                            + " ("
                            + part(event, "client")
                            + ") is refused: "
                            + part(event, "code");
            case "incident" -> server + ": " + part(event, "what") + ", " + part(event, "reason");
            case "counted" -> part(event, "what") + ": " + part(event, "detail");
            case "missed" -> part(event, "events") + " events came too quickly to be shown";
            default -> kind;
        };
    }

    private static String question(Json event) {
        return part(event, "asks") + " (question " + part(event, "question") + ")";
    }

    private static String took(Json event) {
        return part(event, "outcome") + " in " + part(event, "tookMs") + " ms";
    }

    private static String spaced(Json event, String member) {
        var part = part(event, member);
        return part.isEmpty() ? "" : " " + part;
    }

    private static String part(Json event, String member) {
        var value = event.get(member);
        if (value == null) {
            return "";
        }
        return value.isString() ? value.asString() : value.toString();
    }
}
