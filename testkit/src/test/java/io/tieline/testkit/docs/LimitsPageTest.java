package io.tieline.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.GatewaySettings;
import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.http.settings.HttpLimits;
import io.tieline.http.settings.StreamSettings;
import io.tieline.session.backend.TimeLimits;
import io.tieline.session.client.SessionSettings;
import io.tieline.stdio.StdioSettings;
import io.tieline.wire.Limits;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on limits has every bound of the code, and its value. */
final class LimitsPageTest {

    private static final Path PAGE = Pages.root().resolve("docs/limits.md");

    /** Records of limits, with the defaults. */
    private static final List<Record> SETTINGS =
            List.of(
                    Limits.DEFAULT,
                    TimeLimits.DEFAULT,
                    SessionSettings.DEFAULT,
                    GatewaySettings.DEFAULT,
                    HttpLimits.DEFAULT,
                    HttpBackendLimits.DEFAULT,
                    StreamSettings.DEFAULT,
                    StdioSettings.DEFAULT);

    /** Constants that bound nothing which a peer, or an operator, has a part in. */
    private static final Set<String> NO_BOUNDS =
            Set.of(
                    "AdminClient.PATIENCE", // of a command, which can be given again
                    "AdminClient.UNAUTHORIZED",
                    "AuditFile.LAST_WORDS_SECONDS",
                    "AuditFile.SAID_EVERY",
                    "CollectorExport.LAST_WORDS_SECONDS",
                    "PsCommand.FEW",
                    "PsCommand.MIB",
                    "Body.BELIEVED", // how much is reserved at first
                    "BackendConnection.SWITCHING_PROTOCOLS",
                    "BackendInbox.SHOWN",
                    "Budget.KIB",
                    "Budget.MODEST_PARTS",
                    "Budget.PARTS", // follows from the budget
                    "Budget.SHARES",
                    "Budget.SHARES_OF_HEAP",
                    "Bytes.FIRST",
                    "Bytes.LONGEST", // of every array
                    "CallOptions.FOR_EVER",
                    "CannotListen.FIRST_FREE_PORT",
                    "CheckedNames.FEW",
                    "CheckedNames.SHOWN",
                    "ChildLink.BETWEEN_SIGNS",
                    "ChildLink.CERTAIN_SIGN",
                    "ChildLink.FOR_THE_ANSWER",
                    "ConnectionLimit.HEAP_FOR_EACH", // told beside HttpLimits.connections
                    "ConnectionLimit.LEAST",
                    "ConnectionLimit.SHARE_OF_FILES",
                    "MessageCost.OBJECTS", // a measure of what things cost
                    "ConnectionTable.PART",
                    "Json.SPARE", // what is not worth a copy
                    "Known.OBJECTS",
                    "Known.ALWAYS",
                    "OwnershipTable.OBJECTS",
                    "Sampling.LARGEST_SHIFT",
                    "LiveCalls.NO_CALL",
                    "EventFeed.KEEP_ALIVE",
                    "EventFeed.LOOK", // how soon an operator sees what happens
                    "EventLog.OVERHEAD",
                    "Excerpt.AFTER",
                    "Excerpt.BEFORE",
                    "ExchangeLog.PREFIX",
                    "Fields.EACH", // a measure of what they cost
                    "VirtualTimes.AHEAD", // a measure of turns
                    "Handles.BYTES",
                    "Help.COLUMN",
                    "Holding.FREE", // what is not worth counting
                    "Id.LONGEST_LONG",
                    "InvalidValueException.SHOWN",
                    "JsonBody.BELIEVED_BYTES",
                    "JsonBody.SLOWLY",
                    "JsonBody.USUAL_BYTES",
                    "Launcher.PROBE_SECONDS",
                    "LinePump.BUFFER",
                    "LiveCalls.PREFIX",
                    "LineLog.WHILE",
                    "ListenAddress.LAST_PORT",
                    "LogLines.INDENT",
                    "Loops.QUIET_MILLIS",
                    "Loops.STOP_SECONDS",
                    "LogText.SHORTEST_SECRET",
                    "LooseReader.LONGEST_NAME",
                    "LossNotice.NONE",
                    "Catalogue.OBJECTS",
                    "LearnedUris.OBJECTS",
                    "ClientCapabilities.LONGEST_MODE", // of what a log repeats
                    "MethodTraits.SHOWN",
                    "Naming.DIGIT_BITS",
                    "Naming.HASH_DIGITS",
                    "Numbers.SAFE",
                    "Outbox.LOW",
                    "Outbox.SLICE",
                    "Outgoing.LARGE",
                    "Outgoing.USUAL",
                    "ParkedExchanges.STATE_BYTES",
                    "Pieces.FIRST",
                    "Pieces.LARGEST",
                    "JsonDifferences.SHOWN",
                    "Masks.SHORTEST", // of what is taken for a secret
                    "RecordedRun.PATIENCE", // of a command, which can be given again
                    "Recording.VERSION",
                    "Reachability.LIMIT", // of a look before the start
                    "ConnectedClientBackend.LONG",
                    "AotTraining.CALLS",
                    "AotTraining.PATIENCE_SECONDS",
                    "Repetitions.MINUTE",
                    "Repetitions.QUIET",
                    "EventLoopTimers.STEP",
                    "Repetitions.SECOND",
                    "RetryDelay.MOST_DOUBLINGS", // of what is bounded by its longest
                    "RequestDecoder.LARGEST_PIECE", // how much is read at once
                    "RequestIds.RUN",
                    "ResponseDecoder.MAX_CHUNK_BYTES", // how much is read at once
                    "Run.SIGNALLED",
                    "Scanner.SHALLOW",
                    "Seal.KEY_BYTES",
                    "Seal.NONCE_BYTES",
                    "Seal.TAG_BITS",
                    "Secrets.LONGEST_CUT", // how much of a secret an excerpt can hold
                    "Secrets.SHORTEST", // of what is taken for a secret
                    "ServerSession.LONGEST_NAME", // of what a log repeats
                    "SessionStreams.NAME_BYTES",
                    "ShortAnswer.SHOWN_BYTES",
                    "ShownGateway.PAGE",
                    "ShownGateway.PREFIX",
                    "SilenceWatch.MISSED",
                    "SilenceWatch.PROVEN",
                    "StackRoom.EVERYWHERE", // what every thread has
                    "StackRoom.LEVEL_BYTES",
                    "StackRoom.MOST_BYTES", // follows from the depth of a message
                    "StallWatch.LOOKS",
                    "StateCookie.BYTES",
                    "StdioSettings.MIB",
                    "PipelineGate.PART",
                    "UnnamedAnswers.SERVER_ERROR",
                    "Resumption.LONGEST_NUMBER", // of digits that fit into an int
                    "SessionUses.CLAIMED",
                    "ToolSearch.NAME_WEIGHT",
                    "Utf8.MARK",
                    "Watchdog.FAREWELL_SECONDS",
                    "Words.SHORTEST_PLURAL",
                    "PipeThreads.IDLE_SECONDS",
                    "PlannedServers.LONG", // the gateway keeps the time
                    "ProgramInterruptions.SIGNALLED",
                    "WrongProtocol.RECORD_HEADER");

    /** Names of statuses and codes, which are numbers of somebody else. */
    private static final Pattern CODES =
            Pattern.compile(
                    "(ErrorCode|EightBytes|ChildExit|Program)\\..*"
                            + "|.*\\.(OK|ACCEPTED|NO_CONTENT|NO_STATUS|FORBIDDEN|UNAVAILABLE|UNAUTHENTICATED"
                            + "|NOT_ACCEPTABLE|SESSION_NOT_FOUND|FIRST_OF_SERVERS|LAST_OF_SERVERS)");

    private static final Pattern CODE = Pattern.compile("`(\\w+\\.\\w+)`");

    @Test
    void everyBoundIsThere() throws IOException {
        assertThat(bounds().keySet()).isNotEmpty().allMatch(rows()::containsKey);
    }

    @Test
    void everyBoundThatIsThereHasItsValue() throws IOException {
        var bounds = bounds();
        rows().forEach((name, values) -> {
            var bound = bounds.get(name);
            assertThat(bound).as("%s, which the page names", name).isNotNull();
            assertThat(written(bound)).as(name).containsAnyElementsOf(values);
        });
    }

    @Test
    void whatIsNoBoundIsStillThere() throws IOException {
        var all = constants().keySet();
        assertThat(NO_BOUNDS).allMatch(all::contains);
    }

    /** The names of bounds on the page, with what stands in the column of their values. */
    private static Map<String, List<String>> rows() {
        var rows = new TreeMap<String, List<String>>();
        Pages.text(PAGE)
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split(" \\| "))
                .filter(cells -> cells.length > 2)
                .forEach(cells -> {
                    var code = CODE.matcher(cells[2]);
                    while (code.find()) {
                        rows.put(code.group(1), List.of(cells[1].strip().split("; ")));
                    }
                });
        return rows;
    }

    private static Map<String, Object> bounds() throws IOException {
        var bounds = new TreeMap<>(constants());
        bounds.keySet().removeIf(name -> NO_BOUNDS.contains(name) || CODES.matcher(name).matches());
        for (var settings : SETTINGS) {
            for (var component : settings.getClass().getRecordComponents()) {
                var type = component.getType();
                if (type.equals(int.class) || type.equals(Duration.class)) {
                    try {
                        bounds.put(
                                settings.getClass().getSimpleName() + "." + component.getName(),
                                Objects.requireNonNull(component.getAccessor().invoke(settings)));
                    } catch (ReflectiveOperationException hidden) {
                        throw new LinkageError(hidden.getMessage(), hidden);
                    }
                }
            }
        }
        return bounds;
    }

    /** All numbers and times that stand in the code of what is shipped. */
    private static Map<String, Object> constants() throws IOException {
        var constants = new TreeMap<String, Object>();
        for (var type : classes()) {
            for (var field : type.getDeclaredFields()) {
                if (isNumber(field)) {
                    try {
                        field.setAccessible(true);
                        constants.put(
                                type.getSimpleName() + "." + field.getName(),
                                Objects.requireNonNull(field.get(null)));
                    } catch (ReflectiveOperationException hidden) {
                        throw new LinkageError(hidden.getMessage(), hidden);
                    }
                }
            }
        }
        return constants;
    }

    private static boolean isNumber(Field field) {
        var type = field.getType();
        return Modifier.isStatic(field.getModifiers())
                && Modifier.isFinal(field.getModifiers())
                && !field.isSynthetic()
                && !Modifier.isVolatile(field.getModifiers())
                && (type.equals(int.class)
                        || type.equals(long.class)
                        || type.equals(Duration.class))
                && !field.getName().equals("serialVersionUID");
    }

    private static List<Class<?>> classes() throws IOException {
        var classes = new ArrayList<Class<?>>();
        for (var module :
                List.of(
                        "wire",
                        "session",
                        "telemetry",
                        "gateway",
                        "http",
                        "stdio",
                        "security",
                        "framework",
                        "app")) {
            var sources = Pages.root().resolve(module + "/src/main/java");
            try (Stream<Path> files =
                    Files.find(sources, 24, (path, _) -> path.toString().endsWith(".java"))) {
                files.map(sources::relativize)
                        .map(Path::toString)
                        .filter(path -> path.contains("/") && !path.contains("/demo/"))
                        .filter(path -> !path.endsWith("-info.java"))
                        .map(path -> path.replace(".java", "").replace('/', '.'))
                        .forEach(name -> classes.addAll(nest(name)));
            }
        }
        return classes;
    }

    private static List<Class<?>> nest(String name) {
        try {
            var outer = Class.forName(name, false, LimitsPageTest.class.getClassLoader());
            var all = new ArrayList<Class<?>>(List.of(outer));
            all.addAll(Arrays.asList(outer.getDeclaredClasses()));
            return all;
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }

    /** The ways in which the page may write a value. */
    private static List<String> written(Object value) {
        if (value instanceof Duration time) {
            return List.of(
                    time.toMillis() + " ms",
                    time.toSeconds() + " s",
                    time.toMinutes() + " min",
                    time.toHours() + " h");
        }
        long number = ((Number) value).longValue();
        var ways = new ArrayList<>(List.of(String.format(Locale.ROOT, "%,d", number)));
        if (number % 1024 == 0) {
            ways.add(String.format(Locale.ROOT, "%,d KiB", number / 1024));
        }
        if (number % (1024 * 1024) == 0) {
            ways.add(String.format(Locale.ROOT, "%,d MiB", number / (1024 * 1024)));
        }
        return ways;
    }
}
