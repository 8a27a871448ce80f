package io.tieline.app;

import io.tieline.app.command.CommandOption;
import io.tieline.app.command.ExitCode;
import io.tieline.app.config.LineOption;
import io.tieline.app.config.OptionGroup;
import io.tieline.app.config.Setting;
import java.util.ArrayList;
import java.util.List;

/** How the program explains itself: a page for each verb, in lines of at most 80 characters. */
final class Help {

    private static final String PROGRAM =
            """
            tieline connects any MCP client to any MCP server. Every question that a
            server asks in mid-call goes back to the request that raised it.

            Options:
              -h, --help      Print this.
              -V, --version   Print the version.

            Commands:
            """;

    private static final String PROGRAM_END =
            """

            Try:
              tieline demo
              tieline run -- npx -y @modelcontextprotocol/server-everything
              tieline list -- npx -y @modelcontextprotocol/server-everything
              tieline run --help
            """;

    private static final String MARGIN = " ".repeat(6);

    /** Where the explanation of an option begins. */
    private static final int COLUMN = 33;

    private Help() {}

    /** The page of this verb, line by line. */
    static List<String> of(Subcommand verb) {
        return switch (verb) {
            case NONE -> program();
            case RUN -> run();
            case DEMO -> HelpText.DEMO.lines().toList();
            default -> command(verb);
        };
    }

    private static List<String> program() {
        var page = new ArrayList<>(PROGRAM.lines().toList());
        for (var verb : Subcommand.verbs()) {
            page.add("  %-11s %s".formatted(verb.word(), verb.summary()));
        }
        PROGRAM_END.lines().forEach(page::add);
        return page;
    }

    private static List<String> run() {
        var page = new ArrayList<>(HelpText.RUN.lines().toList());
        for (var topic : OptionGroup.values()) {
            page.add("");
            page.add(topic.heading());
            for (var setting : Setting.options()) {
                if (setting.topic() == topic) {
                    explain(setting, page);
                }
            }
        }
        HelpText.RUN_END.lines().forEach(page::add);
        return page;
    }

    private static List<String> command(Subcommand verb) {
        var page = new ArrayList<String>();
        var operands = String.valueOf(verb.operands());
        page.add((verb.line() + " [OPTIONS] " + operands).stripTrailing());
        if (verb.hasTarget()) {
            page.add(
                    (verb.line() + " [OPTIONS] " + operands.replace("[TARGET]", ""))
                                    .stripTrailing()
                                    .replaceAll(" +", " ")
                            + " -- COMMAND ARG...");
        }
        page.add("");
        page.add(verb.summary());
        page.add("");
        HelpText.about(verb).lines().forEach(page::add);
        if (verb.hasTarget()) {
            HelpText.TARGET.lines().forEach(page::add);
        }
        page.add("Options");
        page.add("  -h, --help                     Print this.");
        verb.own().stream()
                .filter(one -> !(one instanceof Setting))
                .forEach(one -> explain(one, page));
        if (verb.hasTarget()) {
            page.add("");
            if (verb.own().contains(Setting.LISTEN)) {
                page.add("How clients reach it (as tieline run --help says)");
                explain(Setting.LISTEN, page);
                explain(Setting.STDIO, page);
                page.add("");
            }
            page.add("How the server is reached (as tieline run --help says)");
            verb.own().stream()
                    .filter(one -> one instanceof Setting)
                    .filter(one -> one != Setting.LISTEN && one != Setting.STDIO)
                    .forEach(one -> explain(one, page));
            page.add("");
            page.add("* may be given several times");
        }
        exitCodes(verb, page);
        return page;
    }

    private static void exitCodes(Subcommand verb, List<String> page) {
        if (!verb.hasTarget() && !verb.own().contains(CommandOption.ADMIN)) {
            return;
        }
        page.add("");
        page.add("Exit codes");
        for (var code : ExitCode.values()) {
            page.add("  %3d  %s".formatted(code.number(), code.meaning()));
        }
    }

    private static void explain(LineOption option, List<String> page) {
        var left = MARGIN + option.option();
        if (!option.label().isEmpty()) {
            left += "=" + option.label();
        }
        if (left.length() >= COLUMN) {
            page.add(left);
            left = "";
        }
        for (var line : option.description()) {
            page.add(left + " ".repeat(COLUMN - left.length()) + line);
            left = "";
        }
    }
}
