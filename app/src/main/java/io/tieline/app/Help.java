package io.tieline.app;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the program understands on its command line, and how it explains that. */
final class Help {

    static final String RUN = "run";
    static final String DEMO = "demo";

    private static final int COLUMNS = 80;
    private static final int LONGEST_OPTION = 26;

    private Help() {}

    /** {@code tieline} with its commands. */
    static CommandSpec program() {
        var program = named("tieline");
        program.usageMessage()
                .synopsisHeading("")
                .customSynopsis(
                        "tieline connects any MCP client to any MCP server. Every question that a",
                        "server asks in mid-call goes back to the request that raised it.")
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .footer(
                        "",
                        "Try:",
                        "  tieline demo",
                        "  tieline run -- npx -y @modelcontextprotocol/server-everything",
                        "  tieline run --help");
        program.addOption(
                OptionSpec.builder("-V", "--version")
                        .description("Print the version.")
                        .versionHelp(true)
                        .build());
        program.addSubcommand(RUN, run());
        program.addSubcommand(DEMO, demo());
        return program;
    }

    private static CommandSpec run() {
        var run = named(RUN);
        run.usageMessage()
                .description("Serve MCP clients by what one MCP server answers.")
                .synopsisHeading("")
                .customSynopsis(
                        "tieline run [OPTIONS] CONFIG.json",
                        "tieline run [OPTIONS] --backend URL",
                        "tieline run [OPTIONS] -- COMMAND ARG...")
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .footer(examples());
        run.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("CONFIG.json")
                        .arity("0..1")
                        .index("0")
                        .type(String.class)
                        .description(
                                "A file with mcpServers, as other tools have it.",
                                "A server's entry holds command, args, env, cwd,",
                                "url, headers, type, and what is said below,",
                                "written like callTimeout. $${VAR} and",
                                "$${VAR:-default} stand for variables.")
                        .build());
        Arrays.stream(Topic.values()).map(Help::group).forEach(run::addArgGroup);
        return run;
    }

    private static ArgGroupSpec group(Topic topic) {
        var group =
                ArgGroupSpec.builder()
                        .heading("%n" + topic.heading() + "%n")
                        .validate(false)
                        .exclusive(false)
                        .multiplicity("0..1");
        Setting.options().stream()
                .filter(setting -> setting.topic() == topic)
                .map(Help::option)
                .forEach(group::addArg);
        return group.build();
    }

    private static OptionSpec option(Setting setting) {
        var option =
                OptionSpec.builder(String.valueOf(setting.option()))
                        .description(setting.description());
        return switch (setting.shape()) {
            case FLAG -> option.arity("0").type(boolean.class).build();
            case ONE -> option.arity("1").type(String.class).paramLabel(setting.label()).build();
            case LIST, NAMED ->
                    option.arity("1")
                            .type(List.class)
                            .auxiliaryTypes(String.class)
                            .paramLabel(setting.label())
                            .build();
        };
    }

    private static CommandSpec demo() {
        var demo = named(DEMO);
        demo.usageMessage()
                .synopsisHeading("")
                .customSynopsis("tieline demo")
                .descriptionHeading("%n")
                .description(
                        "Show a server's questions finding their way through a gateway.",
                        "",
                        "Starts a server that asks its caller in the middle of a call, a gateway in"
                                + " front of it and a client, all on real sockets; calls the server"
                                + " twice in one session and then twice at once; and draws what was"
                                + " seen on the client's connection.",
                        "",
                        "Exit code 1 if a question or an answer was on another call's stream.")
                .optionListHeading("%n");
        return demo;
    }

    private static CommandSpec named(String name) {
        var command = CommandSpec.create().name(name);
        command.usageMessage(
                new UsageMessageSpec()
                        .width(COLUMNS)
                        .longOptionsMaxWidth(LONGEST_OPTION)
                        .sortOptions(false));
        command.addOption(
                OptionSpec.builder("-h", "--help")
                        .description("Print this.")
                        .usageHelp(true)
                        .build());
        return command;
    }

    private static String[] examples() {
        return new String[] {
            "",
            "* may be given several times",
            "",
            "Examples:",
            "  tieline run -- npx -y @playwright/mcp",
            "      a browser for each client, at http://127.0.0.1:8808/mcp",
            "  tieline run --backend https://mcp.example.com/mcp \\",
            "              --header \"Authorization: Bearer $$TOKEN\"",
            "      a server elsewhere, with a credential",
            "  tieline run --stdio mcp.json",
            "      for a client that starts its servers itself",
            "",
            "SIGTERM and Ctrl-C let calls in flight end, then end with exit code 0; a second",
            "one ends at once. Exit code 2: it cannot start as told, and one line says why."
        };
    }
}
