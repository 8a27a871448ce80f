package io.tieline.app.command;

import io.tieline.app.config.LineOption;
import io.tieline.app.config.Setting;
import io.tieline.app.config.Setting.Shape;
import java.util.ArrayList;
import java.util.List;

/** The options of commands that are no settings of {@code tieline run}. */
public enum CommandOption implements LineOption {
    JSON("--json", "", Shape.FLAG, "JSON for programs, not words for people."),
    ANSWER(
            "--answer",
            "FILE",
            Shape.ONE,
            "JSON that answers forms: one object for each,",
            "or a list of them, in their order. A member",
            "\"action\": \"decline\" or \"cancel\" says no."),
    SAMPLING(
            "--sampling",
            "COMMAND",
            Shape.ONE,
            "Speaks for the model: the shell runs it with",
            "the request as JSON on stdin, and stdout is",
            "the answer, as text or as JSON."),
    ROOT("--root", "PLACE", Shape.LIST, "A folder or URI where the server may work.*"),
    OUT(
            "--out",
            "DIRECTORY",
            Shape.ONE,
            "Where images, sound and other files go",
            "(default: here). Nothing is overwritten."),
    RESOURCE("--resource", "URI", Shape.LIST, "A resource whose changes are to be told.*"),
    TOOL(
            "--tool",
            "NAME",
            Shape.ONE,
            "The tool to try calls with, without arguments;",
            "else one that says that it changes nothing."),
    PATIENCE("--patience", "DURATION", Shape.ONE, "Longest wait for each answer (default 10s)."),
    MASK(
            "--mask",
            "PATTERN",
            Shape.LIST,
            "What else is to be masked: a regular expression",
            "(of Java) for parts of texts.*"),
    SPEED(
            "--speed",
            "NUMBER",
            Shape.ONE,
            "1 keeps the pauses of the recording, 2 halves",
            "them; without it there are none."),
    NAME("--name", "NAME", Shape.ONE, "What the entry is called (default tieline)."),
    PROGRAM(
            "--program",
            "PATH",
            Shape.ONE,
            "What the client shall start (default tieline,",
            "which has to be on the client's path)."),
    YES("--yes", "", Shape.FLAG, "Write without asking."),
    UNDO("--undo", "", Shape.FLAG, "Put back what was there before the last change."),
    SERVER_LOG(
            "--server-log",
            "LEVEL",
            Shape.ONE,
            "What of the server's log is shown on stderr:",
            "debug, info (default), notice, warning, error,",
            "critical, alert, emergency, or none."),
    ADMIN(
            "--admin",
            "HOST:PORT",
            Shape.ONE,
            "The admin address of the gateway (default",
            "127.0.0.1:9808)."),
    ADMIN_TOKEN_FILE(
            "--admin-token-file", "FILE", Shape.ONE, "The token that it wants, alone in a file."),
    TOKENS("--tokens", "FILE", Shape.ONE, "The file of tokens; made if it is not there."),
    SCOPE(
            "--scope",
            "SCOPES",
            Shape.ONE,
            "What the token allows: one, or several with",
            "spaces between."),
    EXPIRES(
            "--expires",
            "DURATION",
            Shape.ONE,
            "How long it is good, such as 12h or 30d",
            "(default: for ever)."),
    CALL("--call", "NUMBER", Shape.ONE, "This call alone; tieline ps shows its number."),
    LOG_LEVEL(
            "--log-level",
            "LEVEL",
            Shape.ONE,
            "What Tieline logs of the connection: error",
            "(default), warn, info or debug.");

    private final String option;
    private final String label;
    private final Shape shape;
    private final String description;

    CommandOption(String option, String label, Shape shape, String... description) {
        this.option = option;
        this.label = label;
        this.shape = shape;
        this.description = String.join("\n", description);
    }

    @Override
    public String option() {
        return option;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public String[] description() {
        return description.lines().toArray(String[]::new);
    }

    /** These options of a command that has a TARGET and serves clients. */
    public static List<LineOption> withFront(CommandOption... own) {
        var options = new ArrayList<>(withTarget(own));
        options.remove(LOG_LEVEL);
        options.add(own.length, Setting.LISTEN);
        options.add(own.length + 1, Setting.STDIO);
        options.add(Setting.LOG_LEVEL);
        return List.copyOf(options);
    }

    /** These options of a command that has a TARGET, and those that every such command has. */
    public static List<LineOption> withTarget(CommandOption... own) {
        var options = new ArrayList<LineOption>(List.of(own));
        options.add(Setting.SERVER);
        options.add(Setting.HEADER);
        options.add(Setting.CA);
        options.add(Setting.ENV);
        options.add(Setting.CWD);
        options.add(Setting.BACKEND_REVISION);
        options.add(Setting.START_TIMEOUT);
        options.add(Setting.CALL_TIMEOUT);
        options.add(Setting.CALL_LIMIT);
        options.add(Setting.MAX_MESSAGE);
        options.add(Setting.MAX_DEPTH);
        options.add(LOG_LEVEL);
        return List.copyOf(options);
    }
}
