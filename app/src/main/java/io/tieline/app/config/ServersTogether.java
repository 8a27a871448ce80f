package io.tieline.app.config;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds where several servers are served by one gateway: what is whose. */
public final class ServersTogether {

    /** On the command line they would be everybody's, the credentials among them. */
    private static final Set<Setting> OF_ONE =
            EnumSet.of(Setting.BACKEND, Setting.COMMAND, Setting.HEADER, Setting.ENV, Setting.CWD);

    /** Clients, limits towards them, and the program. */
    private static final Set<Setting> OF_ALL =
            EnumSet.of(
                    Setting.IDLE_DISCONNECTED,
                    Setting.HUMAN_TIMEOUT,
                    Setting.DRAIN,
                    Setting.IO,
                    Setting.ADMIN,
                    Setting.ADMIN_TOKEN_FILE,
                    Setting.AUDIT,
                    Setting.LOG_FORMAT,
                    Setting.LOG_LEVEL);

    private ServersTogether() {}

    /** Whether a setting concerns clients and the program, and no server. */
    public static boolean isOfAll(Setting setting) {
        return setting.topic() == OptionGroup.FRONT || OF_ALL.contains(setting);
    }

    /** Refuses options that are meant for one server. */
    static void requireMeantForAll(Configuration said) throws UsageException {
        for (var setting : said.settings()) {
            if (OF_ONE.contains(setting)) {
                throw said.all(setting)
                        .getFirst()
                        .wrong(
                                setting == Setting.BACKEND || setting == Setting.COMMAND
                                        ? "there are servers of a file as well; add it to the file"
                                        : "is for one server, and there are several; write it into"
                                                + " the server's entry, or choose one with --server"
                                                + " NAME");
            }
        }
    }

    /** Refuses what an entry says of matters that are no single server's. */
    static void requireOfOneServer(Configuration written) throws UsageException {
        for (var setting : written.settings()) {
            if (isOfAll(setting)) {
                throw written.all(setting)
                        .getFirst()
                        .wrong(
                                "concerns all servers, and there are several; move it into \""
                                        + ConfigFile.TIELINE
                                        + "\" at the root of the file");
            }
        }
    }

    /** The choices for all without those that mean nothing to a program, or to a URL. */
    static Configuration fitting(Configuration forAll, Configuration written) {
        var fitting = forAll.without(Setting.INSTRUCTIONS);
        for (var setting : forAll.settings()) {
            boolean other =
                    switch (setting.needs()) {
                        case URL -> !written.has(Setting.BACKEND);
                        case COMMAND -> !written.has(Setting.COMMAND);
                        case NOTHING, HTTP_FRONT -> false;
                    };
            if (other) {
                fitting = fitting.without(setting);
            }
        }
        return fitting;
    }

    /** Refuses what is said for all and fits none of them. */
    static void requireUse(Configuration forAll, List<ServerChoices> servers)
            throws UsageException {
        for (var setting : forAll.settings()) {
            if (setting.needs() == Setting.Needs.URL
                    && servers.stream().noneMatch(server -> server.choices().has(setting))) {
                throw forAll.all(setting)
                        .getFirst()
                        .wrong("is for a server behind a URL, and there is none; leave it out");
            }
        }
    }

    /** Refuses two servers whose tools would have the same names. */
    static void requireDistinctPrefixes(List<ServerChoices> servers) throws UsageException {
        var owners = new HashMap<String, ServerChoices>();
        for (var server : servers) {
            var other = owners.put(server.prefix(), server);
            if (other != null) {
                throw UsageException.at(
                        server.place(),
                        "has the prefix \""
                                + server.prefix()
                                + "\" as "
                                + other.name()
                                + " has; write another \"prefix\" into one of them");
            }
        }
    }

    /** What comes before the names of a server's tools. */
    static String prefix(@Nullable ConfigValue given, String name, boolean alone) {
        return given == null ? alone ? "" : name : given.value();
    }
}
