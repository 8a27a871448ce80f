package io.tieline.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class FaultyBackendTest {

    private final ScriptedServer server =
            ScriptedServer.stateful().tool("greet", call -> call.answer("Hello!"));
    private final FaultyBackend faulty = FaultyBackend.before(server);
    private final RecordedLink listener = new RecordedLink();
    private final RecordedLink stream = new RecordedLink();

    @Test
    void withoutAFaultEverythingPassesBothWays() {
        var link = faulty.connect(listener);
        link.request(Rig.call(1, "greet"), stream);
        assertThat(stream.message()).contains("Hello!");
        link.send(Notification.of(Method.INITIALIZED, null));
        assertThat(server.notifications(Method.INITIALIZED)).hasSize(1);
        server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
        assertThat(listener.method()).isEqualTo(Method.TOOLS_LIST_CHANGED);
        assertThat(link.attributes()).isTrue();
    }

    @Test
    void itLooksLikeTheBackendBehindIt() {
        assertThat(faulty.name()).isEqualTo("scripted");
        assertThat(faulty.isProgram()).isFalse();
        assertThat(FaultyBackend.before(ScriptedServer.stateful().asProgram()).isProgram())
                .isTrue();
        server.onOneChannel();
        assertThat(faulty.connect(listener).attributes()).isFalse();
    }

    @Test
    void aRefusedConnectionNeverReachesTheServer() {
        faulty.refuseConnections("port closed");
        var link = faulty.connect(listener);
        link.request(Rig.call(1, "greet"), stream);
        var failure = listener.failure();
        assertThat(failure.kind()).isEqualTo(LinkFailure.Kind.GONE);
        assertThat(failure.message()).isEqualTo("port closed");
        assertThat(failure.executed()).isEqualTo(LinkFailure.Executed.NO);
        assertThat(server.connections()).isZero();
        link.close();
    }

    @Test
    void connectionsAreAcceptedAgain() {
        faulty.refuseConnections("port closed");
        faulty.connect(listener);
        faulty.acceptConnections();
        faulty.connect(new RecordedLink()).request(Rig.call(1, "greet"), stream);
        assertThat(stream.message()).contains("Hello!");
        assertThat(faulty.connections()).isEqualTo(2);
    }

    @Test
    void aCutEndsTheConnectionOnBothSidesOnce() {
        var link = faulty.connect(listener);
        link.request(Rig.call(1, "slow"), stream);
        faulty.cut("cable pulled");
        faulty.cut("again");
        assertThat(listener.ends()).isEqualTo(1);
        assertThat(listener.neverLeft()).isEmpty();
        assertThat(server.openConnections()).isZero();
        server.call("slow").answer("too late");
        assertThat(stream.isEmpty()).isTrue();
    }

    @Test
    void whatIsStalledWaitsInOrderAndThenPasses() {
        var link = faulty.connect(listener);
        faulty.stall();
        link.request(Rig.call(1, "greet"), stream);
        link.request(Rig.call(2, "greet"), stream);
        assertThat(server.requests()).isEmpty();
        faulty.flow();
        assertThat(server.requests())
                .extracting(request -> request.request().id())
                .containsExactly(Id.of(1), Id.of(2));
        assertThat(stream.messages()).isEqualTo(2);
    }

    @Test
    void answersThatAreStalledArriveLater() {
        var link = faulty.connect(listener);
        link.request(Rig.call(1, "slow"), stream);
        faulty.stall();
        server.call("slow").answer("done");
        assertThat(stream.isEmpty()).isTrue();
        faulty.flow();
        assertThat(stream.message()).contains("done");
    }

    @Test
    void aRequestThatWasStalledWhenTheCutCameHasNeverLeft() {
        var link = faulty.connect(listener);
        link.request(Rig.call(1, "slow"), stream);
        faulty.stall();
        link.request(Rig.call(2, "slow"), new RecordedLink());
        faulty.cut("cable pulled");
        assertThat(listener.neverLeft()).containsExactly(Id.of(2));
        faulty.flow();
        assertThat(server.calls("slow")).isEqualTo(1);
    }

    @Test
    void onlyMessagesOfTheLostKindAreLost() {
        var link = faulty.connect(listener);
        faulty.lose(Response.class::isInstance);
        link.request(Rig.call(1, "slow"), stream);
        server.call("slow").log("info", "half done");
        server.call("slow").answer("done");
        assertThat(stream.method()).isEqualTo(Method.LOG_MESSAGE);
        assertThat(stream.isEmpty()).isTrue();
        faulty.lose(message -> false);
        link.request(Rig.call(2, "greet"), stream);
        assertThat(stream.message()).contains("Hello!");
    }

    @Test
    void theEndOfTheServerPassesOnceAndClosingIsSilent() {
        var link = faulty.connect(listener);
        server.crash("killed");
        assertThat(listener.failure().message()).isEqualTo("killed");
        faulty.cut("afterwards");
        link.close();
        assertThat(listener.ends()).isEqualTo(1);
    }

    @Test
    void aRequestThatIsReleasedIsReleasedAtTheServer() {
        var link = faulty.connect(listener);
        link.request(Rig.call(1, "slow"), stream);
        link.release(stream);
        assertThat(server.call("slow").isLeft()).isTrue();
    }
}
