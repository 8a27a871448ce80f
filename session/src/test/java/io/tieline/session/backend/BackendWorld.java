package io.tieline.session.backend;

import io.tieline.session.Budget;
import io.tieline.session.Counts;
import io.tieline.session.Environment;
import io.tieline.session.HandClock;
import io.tieline.session.Question;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One backend session with everything around it in a test's hands. */
public final class BackendWorld implements BackendSession.Listener {

    public final HandClock clock = new HandClock();
    public final Counts counts = new Counts();
    public final ScriptedLink link;
    public final BackendSession session;
    public final List<Question> outOfBand = new ArrayList<>();
    public final List<Notification> told = new ArrayList<>();
    public final Map<String, Call> calls = new HashMap<>();
    public final BackendOpening opening;
    public @Nullable LinkFailure end;
    public @Nullable Json welcome;

    private BackendWorld(
            boolean attributes, boolean exclusive, CallRule rule, AskingHistory habits) {
        this(attributes, exclusive, rule, habits, BackendEra.of(Revision.LATEST_HANDSHAKE), false);
    }

    private BackendWorld(
            boolean attributes,
            boolean exclusive,
            CallRule rule,
            AskingHistory habits,
            BackendEra era) {
        this(attributes, exclusive, rule, habits, era, true);
    }

    private BackendWorld(
            boolean attributes,
            boolean exclusive,
            CallRule rule,
            AskingHistory habits,
            BackendEra era,
            boolean prefersStateless) {
        this(new ScriptedLink(attributes), exclusive, rule, habits, era, prefersStateless);
    }

    private BackendWorld(
            ScriptedLink link,
            boolean exclusive,
            CallRule rule,
            AskingHistory habits,
            BackendEra era,
            boolean prefersStateless) {
        this(link, exclusive, rule, habits, era, prefersStateless, Budget.UNLIMITED);
    }

    private BackendWorld(
            ScriptedLink link,
            boolean exclusive,
            CallRule rule,
            AskingHistory habits,
            BackendEra era,
            boolean prefersStateless,
            Budget budget) {
        this.link = link;
        var environment = new Environment(clock, new Random(1), counts, budget);
        opening =
                new BackendOpening(
                        Revision.V2025_11_25,
                        era,
                        prefersStateless,
                        Json.object("name", "test", "version", "1"),
                        Json.of("{\"elicitation\":{}}"),
                        exclusive,
                        rule,
                        new RequestIds(),
                        habits,
                        TimeLimits.DEFAULT,
                        BackendOpening.NO_HEADERS);
        session = BackendSession.open(link, opening, environment, this);
    }

    /** A shared channel that serves one client. */
    public static BackendWorld own() {
        return own(new AskingHistory());
    }

    public static BackendWorld own(AskingHistory habits) {
        return opened(new BackendWorld(false, true, CallRule.LEARN, habits));
    }

    /** A shared channel that serves several clients. */
    public static BackendWorld shared() {
        return opened(new BackendWorld(false, false, CallRule.LEARN, new AskingHistory()));
    }

    /** The same, where only so many bytes may wait. */
    public static BackendWorld shared(Budget budget) {
        return opened(within(budget, false, BackendEra.of(Revision.LATEST_HANDSHAKE)));
    }

    /** One client of a backend without sessions, where only so many bytes may wait. */
    public static BackendWorld stateless(Budget budget) {
        var world = within(budget, true, BackendEra.of(Revision.STATELESS));
        world.link.isDiscovered();
        return world;
    }

    private static BackendWorld within(Budget budget, boolean attributes, BackendEra era) {
        var link = new ScriptedLink(attributes);
        return new BackendWorld(
                link, true, CallRule.LEARN, new AskingHistory(), era, false, budget);
    }

    /** A link on which each request has a stream of its own. */
    public static BackendWorld streams() {
        return opened(new BackendWorld(true, true, CallRule.LEARN, new AskingHistory()));
    }

    /** On such a link, for several clients. */
    public static BackendWorld sharedStreams() {
        return opened(new BackendWorld(true, false, CallRule.LEARN, new AskingHistory()));
    }

    /** One client of a backend without sessions, of which nothing is known yet. */
    public static BackendWorld stateless(boolean attributes) {
        return stateless(attributes, new AskingHistory());
    }

    public static BackendWorld stateless(boolean attributes, AskingHistory habits) {
        return new BackendWorld(
                attributes, true, CallRule.LEARN, habits, BackendEra.of(Revision.STATELESS));
    }

    /** Several clients of such a backend, on a shared channel. */
    public static BackendWorld sharedStateless() {
        return new BackendWorld(
                false,
                false,
                CallRule.LEARN,
                new AskingHistory(),
                BackendEra.of(Revision.STATELESS));
    }

    /** One client of a backend of either era. */
    public static BackendWorld detecting() {
        return new BackendWorld(
                true, true, CallRule.LEARN, new AskingHistory(), BackendEra.detected());
    }

    /** One client of a backend of either era, on a shared channel. */
    public static BackendWorld detectingProgram() {
        return new BackendWorld(
                false, true, CallRule.LEARN, new AskingHistory(), BackendEra.detected());
    }

    /** A client with a session, of a backend of either era. */
    public static BackendWorld preferringSession() {
        return new BackendWorld(
                true, true, CallRule.LEARN, new AskingHistory(), BackendEra.detected(), false);
    }

    /** A backend whose program lacks a part of itself. */
    public static BackendWorld broken() {
        var link = new ScriptedLink(true);
        link.lacksAClass();
        return new BackendWorld(
                link, true, CallRule.LEARN, new AskingHistory(), BackendEra.detected(), false);
    }

    /** The handshake has not been answered. */
    public static BackendWorld greeting() {
        return new BackendWorld(false, true, CallRule.LEARN, new AskingHistory());
    }

    private static BackendWorld opened(BackendWorld world) {
        world.link.greets();
        return world;
    }

    /** A client calls a tool. */
    public Heard call(String tool) {
        return call(tool, Json.object("name", tool));
    }

    public Heard call(String tool, Json params) {
        var heard = new Heard();
        var request = Request.of(Id.of("client-" + tool), Method.TOOLS_CALL, params);
        calls.put(tool, session.call(request, heard, CallOptions.of(TimeLimits.DEFAULT)));
        return heard;
    }

    /** The client takes its last call of this tool back. */
    public void cancel(String tool, @Nullable Json reason) {
        var call = calls.get(tool);
        if (call != null) {
            call.cancel(reason);
        }
    }

    /** The backend asks, on the shared channel. */
    public void asks(String id) {
        link.says(question(id));
    }

    public static String question(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"elicitation/create\",\"params\":{\"message\":\""
                + id.replace("\"", "")
                + "\",\"requestedSchema\":{}}}";
    }

    public void ends(String tool) {
        link.answers(link.tool(tool), "{\"content\":[]}");
    }

    /** A tool runs alone, asks once and is answered: from now on it is known to ask. */
    public void learn(String tool) {
        var heard = call(tool);
        asks("\"learn-" + tool + "\"");
        heard.accepts();
        ends(tool);
    }

    /** A tool runs alone and asks nothing. */
    public void learnPlain(String tool) {
        call(tool);
        ends(tool);
    }

    @Override
    public void opened(BackendSession opened, Json initializeResult) {
        welcome = initializeResult;
    }

    @Override
    public void closed(BackendSession closed, LinkFailure failure) {
        end = failure;
    }

    @Override
    public void told(BackendSession by, Notification notification) {
        told.add(notification);
    }

    @Override
    public void asked(BackendSession by, Question question) {
        outOfBand.add(question);
    }
}
