package io.tieline.app;

import io.tieline.app.command.CommandOption;
import io.tieline.app.config.LineOption;
import io.tieline.app.config.Setting;
import io.tieline.app.config.Setting.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/**
 * What the program can be told to do by the first word of its command line: the table from which
 * the line is read, and its help, its page and its completion are made.
 */
enum Subcommand {
    /** Nothing: there is no such word. */
    NONE("", ""),
    RUN("run", "Serve MCP clients by what MCP servers answer."),
    LIST("list", "List what servers offer: tools, resources, prompts.", "[TARGET]"),
    CALL(
            "call",
            "Call a tool, and answer what it asks in between.",
            "[TARGET] TOOL [NAME=VALUE...]"),
    READ("read", "Read a resource.", "[TARGET] URI"),
    PROMPT("prompt", "Have a prompt written out.", "[TARGET] PROMPT [NAME=VALUE...]"),
    COMPLETE(
            "complete",
            "Ask what an argument may become.",
            "[TARGET] REF NAME=TYPED [NAME=VALUE...]"),
    WATCH("watch", "Tell what changes at servers, as it comes.", "[TARGET]"),
    DOCTOR("doctor", "Find out what works at servers, and why what does not.", "[TARGET]"),
    INSTALL("install", "Have a client start Tieline, by its own file.", "CLIENT [TARGET]"),
    RECORD("record", "Serve a server's clients, and write down what is said.", "FILE [TARGET]"),
    REPLAY("replay", "Be the server of a recording, or its client.", "FILE [TARGET]"),
    PS("ps", "Show what a running gateway is doing.", ""),
    TAP("tap", "Show what happens in a running gateway, as it happens.", ""),
    TOKEN("token", "Make a token for somebody who may call.", "new NAME"),
    COMPLETION("completion", "Print a script that completes this command line.", "bash|zsh|fish"),
    DEMO("demo", "Show a server's questions finding their way through a gateway.");

    private final String word;
    private final String summary;
    private final @Nullable String operands;

    Subcommand(String word, String summary) {
        this(word, summary, null);
    }

    Subcommand(String word, String summary, @Nullable String operands) {
        this.word = word;
        this.summary = summary;
        this.operands = operands;
    }

    /** The verb that this word is; {@link #NONE} if it is none. */
    static Subcommand of(String word) {
        return verbs().stream().filter(verb -> verb.word.equals(word)).findAny().orElse(NONE);
    }

    /** All that are words. */
    static List<Subcommand> verbs() {
        return Arrays.asList(values()).subList(1, values().length);
    }

    /** The words that are verbs. */
    static List<String> words() {
        return verbs().stream().map(Subcommand::word).toList();
    }

    /** The word. */
    String word() {
        return word;
    }

    /** What it does, in one line. */
    String summary() {
        return summary;
    }

    /** What may follow that is no option, as the help writes it; null if it is not listed here. */
    @Nullable String operands() {
        return operands;
    }

    /** Whether words may follow that are no options. */
    boolean takesOperands() {
        return this == RUN || operands != null;
    }

    /** Whether it uses the servers of a TARGET. */
    boolean hasTarget() {
        return operands != null && operands.contains("TARGET");
    }

    /** How a command line with it begins. */
    String line() {
        return this == NONE ? "tieline" : "tieline " + word;
    }

    /** The options that are its own: help and version are everybody's. */
    List<LineOption> own() {
        return switch (this) {
            case NONE, COMPLETION, DEMO -> List.of();
            case PS ->
                    List.of(
                            CommandOption.JSON,
                            CommandOption.ADMIN,
                            CommandOption.ADMIN_TOKEN_FILE);
            case TAP ->
                    List.of(
                            CommandOption.CALL,
                            CommandOption.JSON,
                            CommandOption.ADMIN,
                            CommandOption.ADMIN_TOKEN_FILE);
            case TOKEN -> List.of(CommandOption.TOKENS, CommandOption.SCOPE, CommandOption.EXPIRES);
            case RUN -> List.copyOf(Setting.options());
            case RECORD -> CommandOption.withFront(CommandOption.MASK);
            case REPLAY -> CommandOption.withFront(CommandOption.SPEED, CommandOption.PATIENCE);
            case LIST -> CommandOption.withTarget(CommandOption.JSON);
            case INSTALL ->
                    List.of(
                            CommandOption.NAME,
                            CommandOption.PROGRAM,
                            CommandOption.YES,
                            CommandOption.UNDO,
                            CommandOption.LOG_LEVEL,
                            Setting.SERVER);
            case COMPLETE -> CommandOption.withTarget(CommandOption.JSON, CommandOption.SERVER_LOG);
            case WATCH ->
                    CommandOption.withTarget(
                            CommandOption.JSON, CommandOption.RESOURCE, CommandOption.SERVER_LOG);
            case DOCTOR ->
                    CommandOption.withTarget(
                            CommandOption.JSON, CommandOption.TOOL, CommandOption.PATIENCE);
            case CALL, READ, PROMPT ->
                    CommandOption.withTarget(
                            CommandOption.JSON,
                            CommandOption.ANSWER,
                            CommandOption.SAMPLING,
                            CommandOption.ROOT,
                            CommandOption.OUT,
                            CommandOption.SERVER_LOG);
        };
    }

    /** Its option of this name; null if there is none. */
    @Nullable LineOption option(String name) {
        return own().stream().filter(one -> name.equals(one.option())).findAny().orElse(null);
    }

    /** The options that may follow. */
    Options syntax() {
        var options = new Options().addOption("h", "help", false, null);
        if (this == NONE) {
            options.addOption("V", "version", false, null);
        }
        own().forEach(option -> options.addOption(syntax(option)));
        return options;
    }

    private static Option syntax(LineOption option) {
        var name = String.valueOf(option.option()).substring("--".length());
        return Option.builder().longOpt(name).hasArg(option.shape() != Shape.FLAG).get();
    }

    /** The options that may follow, as they are written. */
    List<String> options() {
        var options = new ArrayList<String>();
        for (var option : syntax().getOptions()) {
            if (option.getOpt() != null) {
                options.add("-" + option.getOpt());
            }
            options.add("--" + option.getLongOpt());
        }
        return options;
    }
}
