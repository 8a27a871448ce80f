package io.tieline.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ScriptedServerTest {

    private final RecordedLink listener = new RecordedLink();
    private final RecordedLink stream = new RecordedLink();

    private Json answer(Link link, Request request) {
        link.request(request, stream);
        return ((Result) stream.next()).result();
    }

    private RpcError error(Link link, Request request) {
        link.request(request, stream);
        return ((Failure) stream.next()).error();
    }

    @Test
    void aStatefulServerAgreesOnTheRevisionThatItIsAskedFor() {
        var link = ScriptedServer.stateful().connect(listener);
        var params = Json.object("protocolVersion", "2025-03-26");
        var answer = answer(link, Rig.request(1, Method.INITIALIZE, params));
        assertThat(answer.text("protocolVersion")).isEqualTo("2025-03-26");
        assertThat(answer.text("serverInfo", "name")).isEqualTo("scripted");
        assertThat(error(link, Rig.request(2, Method.SERVER_DISCOVER)).code())
                .isEqualTo(ErrorCode.METHOD_NOT_FOUND);
    }

    @Test
    void aStatelessServerIsDiscoveredAndKnowsNoHandshake() {
        var link = ScriptedServer.stateless().connect(listener);
        var answer = answer(link, Rig.request(1, Method.SERVER_DISCOVER));
        assertThat(answer.texts("supportedVersions")).containsExactly("2026-07-28");
        assertThat(answer.text("resultType")).isEqualTo("complete");
        assertThat(error(link, Rig.request(2, Method.INITIALIZE)).code())
                .isEqualTo(ErrorCode.METHOD_NOT_FOUND);
    }

    @Test
    void aScriptAnswersEachCallOfItsToolWhichIsListed() {
        var server = ScriptedServer.stateful().tool("greet", call -> call.answer("Hello!"));
        var link = server.connect(listener);
        assertThat(answer(link, Rig.request(1, Method.TOOLS_LIST)).list("tools"))
                .extracting(tool -> tool.text("name"))
                .containsExactly("greet");
        assertThat(Texts.ofToolResult(answer(link, Rig.call(2, "greet")))).isEqualTo("Hello!");
        assertThat(server.calls("greet")).isEqualTo(1);
    }

    @Test
    void aCallWithoutAScriptWaitsForTheTest() {
        var server = ScriptedServer.stateful();
        var link = server.connect(listener);
        link.request(Rig.call(1, "book"), stream);
        assertThat(stream.isEmpty()).isTrue();
        server.call("book").answer("booked");
        assertThat(stream.message()).contains("booked");
    }

    @Test
    void whatHasNoScriptIsRefusedByItsName() {
        var link = ScriptedServer.stateful().connect(listener);
        assertThat(error(link, Rig.request(1, "prompts/get")).message()).contains("prompts/get");
    }

    @Test
    void aScriptOfAMethodReplacesTheUsualAnswerUntilItIsTakenAway() {
        var server = ScriptedServer.stateful();
        var link = server.connect(listener);
        server.on(Method.PING, request -> request.fail(RpcError.of(-1, "no")));
        assertThat(error(link, Rig.request(1, Method.PING)).message()).isEqualTo("no");
        server.hold(Method.PING);
        link.request(Rig.request(2, Method.PING), stream);
        assertThat(stream.isEmpty()).isTrue();
        server.unscripted(Method.PING);
        assertThat(answer(link, Rig.request(3, Method.PING))).isEqualTo(Json.EMPTY_OBJECT);
    }

    @Test
    void aQuestionTravelsOnTheStreamOfItsCallAndItsAnswerComesBack() {
        var server = ScriptedServer.stateful();
        var link = server.connect(listener);
        link.request(Rig.call(1, "book"), stream);
        var answer = server.call("book").elicit("Which seat?");
        var question = (Request) stream.next();
        assertThat(question.method()).isEqualTo(Method.ELICITATION_CREATE);
        assertThat(answer).isNotDone();
        link.send(Result.of(question.id(), Json.object("action", "decline")));
        assertThat(answer.join().json().text("result", "action")).isEqualTo("decline");
        assertThat(listener.isEmpty()).isTrue();
    }

    @Test
    void aScriptGoesOnWithTheAnswerOrFailsWithItsClientsError() {
        var server =
                ScriptedServer.stateful()
                        .tool(
                                "book",
                                call ->
                                        call.elicit(
                                                "Which seat?",
                                                answer -> call.answer(answer.toString())));
        var link = server.connect(listener);
        link.request(Rig.call(1, "book"), stream);
        link.send(Result.of(((Request) stream.next()).id(), Json.object("action", "decline")));
        assertThat(stream.message()).contains("decline");
        link.request(Rig.call(2, "book"), stream);
        var question = ((Request) stream.next()).id();
        link.send(Failure.of(question, RpcError.of(-1, "nobody is there")));
        assertThat(((Failure) stream.next()).error().message()).isEqualTo("nobody is there");
    }

    @Test
    void onOneChannelEverythingIsSaidToTheListener() {
        var server = ScriptedServer.stateful().onOneChannel();
        var link = server.connect(listener);
        assertThat(link.attributes()).isFalse();
        link.request(Rig.call(1, "book"), stream);
        var _ = server.call("book").elicit("Which seat?");
        server.call("book").answer("booked");
        assertThat(((Request) listener.next()).method()).isEqualTo(Method.ELICITATION_CREATE);
        assertThat(listener.message()).contains("booked");
        assertThat(stream.isEmpty()).isTrue();
    }

    @Test
    void progressAndLogLinesGoOutInTheMiddleOfTheCall() {
        var server = ScriptedServer.stateful();
        var link = server.connect(listener);
        var meta = Json.object("progressToken", 7);
        link.request(
                Rig.request(1, Method.TOOLS_CALL, Json.object("name", "slow", "_meta", meta)),
                stream);
        server.call("slow").progress(3);
        server.call("slow").log("info", "half done");
        assertThat(stream.message()).contains("\"progressToken\":7", "\"progress\":3");
        assertThat(stream.message()).contains("half done");
    }

    @Test
    void progressWithoutATokenIsAMistakeOfTheTest() {
        var server = ScriptedServer.stateful();
        server.connect(listener).request(Rig.call(1, "slow"), stream);
        assertThatThrownBy(() -> server.call("slow").progress(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("token");
    }

    @Test
    void aStatelessServerAsksByItsResult() {
        var server = ScriptedServer.stateless();
        server.connect(listener).request(Rig.call(1, "book"), stream);
        server.call("book").requireForms("s1", "seat", "card");
        var result = ((Result) stream.next()).result();
        assertThat(result.text("resultType")).isEqualTo("input_required");
        assertThat(result.text("requestState")).isEqualTo("s1");
        assertThat(result.part("inputRequests").members())
                .extracting(Json.Member::name)
                .containsExactly("seat", "card");
    }

    @Test
    void whatBelongsToNoRequestIsToldToEachConnection() {
        var server = ScriptedServer.stateful();
        var other = new RecordedLink();
        server.connect(listener);
        server.connect(other);
        server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
        assertThat(listener.method()).isEqualTo(Method.TOOLS_LIST_CHANGED);
        assertThat(other.method()).isEqualTo(Method.TOOLS_LIST_CHANGED);
    }

    @Test
    void aStatelessServerTellsWhoListensUnderTheNameOfTheSubscription() {
        var server = ScriptedServer.stateless();
        var link = server.connect(listener);
        var wanted = Json.of("{\"notifications\":{\"toolsListChanged\":true}}");
        link.request(Rig.request(9, Method.SUBSCRIPTIONS_LISTEN, wanted), stream);
        assertThat(stream.method()).isEqualTo(Method.SUBSCRIPTIONS_ACKNOWLEDGED);
        server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
        assertThat(stream.message()).contains("subscriptionId\":9");
        link.release(stream);
        server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
        assertThat(stream.isEmpty()).isTrue();
        assertThat(listener.isEmpty()).isTrue();
    }

    @Test
    void itKnowsWhenACallIsTakenBack() {
        var server = ScriptedServer.stateful().onOneChannel();
        var link = server.connect(listener);
        link.request(Rig.call(1, "book"), stream);
        assertThat(server.call("book").isLeft()).isFalse();
        link.send(Notification.of(Method.CANCELLED, Json.object("requestId", 1)));
        assertThat(server.call("book").isLeft()).isTrue();
        assertThat(server.notifications(Method.CANCELLED)).hasSize(1);
    }

    @Test
    void itKnowsTheHeadersOfARequestAndThoseOfItsConnection() {
        var server = ScriptedServer.stateful();
        var link = server.connect(() -> Map.of("a", "1", "b", "1"), listener);
        link.request(Rig.call(1, "book"), new RecordedLink(Map.of("b", "2")));
        assertThat(server.call("book").headers()).isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @Test
    void aTextThatIsNoMessageIsReportedAsTransportsReportIt() {
        var server = ScriptedServer.stateful();
        server.connect(listener).request(Rig.call(7, "book"), stream);
        server.call("book").say("{\"jsonrpc\":\"2.0\",\"id\":\"$\",\"result\":7}");
        assertThat(stream.failure().kind()).isEqualTo(LinkFailure.Kind.BROKE_PROTOCOL);
        server.say("{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":7}");
        assertThat(listener.unreadable().answers()).isEqualTo(Id.of(8));
    }

    @Test
    void aStreamMayBeCutWhileTheConnectionGoesOn() {
        var server = ScriptedServer.stateful();
        var link = server.connect(listener);
        link.request(Rig.call(1, "book"), stream);
        server.call("book").cut("a proxy in between");
        assertThat(stream.failure().message()).isEqualTo("a proxy in between");
        assertThat(server.openConnections()).isEqualTo(1);
        assertThat(answer(link, Rig.request(2, Method.PING))).isEqualTo(Json.EMPTY_OBJECT);
    }

    @Test
    void aCrashEndsEachConnectionOnceAndSilencesIt() {
        var server = ScriptedServer.stateful();
        server.connect(listener).request(Rig.call(1, "book"), stream);
        server.crash("killed");
        server.crash("killed again");
        assertThat(listener.ends()).isEqualTo(1);
        assertThat(listener.failure().message()).isEqualTo("killed");
        server.call("book").answer("too late");
        assertThat(stream.isEmpty()).isTrue();
        assertThat(server.openConnections()).isZero();
    }

    @Test
    void sessionsThatAreForgottenAreLost() {
        var server = ScriptedServer.stateful();
        server.connect(listener);
        server.forgetSessions();
        assertThat(listener.failure().kind()).isEqualTo(LinkFailure.Kind.SESSION_LOST);
    }

    @Test
    void aTestWaitsForWhatAnotherThreadSends() throws Exception {
        var server = ScriptedServer.stateful();
        var link = server.connect(listener);
        var sender = Thread.ofVirtual().start(() -> link.request(Rig.call(1, "book"), stream));
        server.call("book").answer("booked");
        assertThat(stream.message()).contains("booked");
        sender.join();
    }
}
