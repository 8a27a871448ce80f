package io.tieline.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A request that a service makes in the name of a client is no request of the client. */
final class BranchTest {

    private static final Request LIST = Request.of(Id.of(0), Method.TOOLS_LIST, Json.EMPTY_OBJECT);

    private final FrontWorld world = new FrontWorld();
    private final ClientSession session = world.open();
    private final List<Notification> told = new ArrayList<>();
    private final List<Response> answers = new ArrayList<>();

    private final Branch branch =
            Branch.of(
                    session,
                    Caller.LOCAL,
                    LIST,
                    new Environment(world.clock, new Random(1), world.counts),
                    new Branch.Listener() {
                        @Override
                        public void told(Notification notification) {
                            told.add(notification);
                        }

                        @Override
                        public void answered(Response response) {
                            answers.add(response);
                        }
                    });

    private static Notification log(String text) {
        return Notification.of(Method.LOG_MESSAGE, Json.object("level", "info", "data", text));
    }

    private Json answer() {
        return ((Result) answers.getFirst()).result();
    }

    private RpcError error() {
        return ((Failure) answers.getFirst()).error();
    }

    @Test
    void itIsTheClientsRequestForWhoeverServesIt() {
        var exchange = branch.exchange();
        assertThat(exchange.client()).isSameAs(session);
        assertThat(exchange.request()).isEqualTo(LIST);
        assertThat(exchange.caller()).isEqualTo(Caller.LOCAL);
        assertThat(session.inFlight()).isZero();
    }

    @Test
    void itsAnswerGoesToTheServiceOnce() {
        var stream = world.calls(session, "1");
        branch.exchange().finish(Json.object("a", 1));
        branch.exchange().finish(Json.object("a", 2));
        assertThat(answers).hasSize(1);
        assertThat(answer()).isEqualTo(Json.object("a", 1));
        assertThat(stream.written()).isEmpty();
        assertThat(world.counts.outcomes()).doesNotContain(Observer.Outcome.ERROR);
    }

    @Test
    void hooksSeeItsAnswerAsAnyOther() {
        branch.exchange().onFinish(response -> Result.of(Id.of(9), Json.object("a", 3)));
        var over = new ArrayList<String>();
        branch.exchange().onOver(() -> over.add("over"));
        branch.exchange().finish(Json.EMPTY_OBJECT);
        assertThat(answer()).isEqualTo(Json.object("a", 3));
        assertThat(over).containsExactly("over");
    }

    @Test
    void whatIsToldOnItsWayGoesToTheService() {
        branch.exchange().tell(log("one"));
        branch.exchange().finish(Json.EMPTY_OBJECT);
        branch.exchange().tell(log("late"));
        assertThat(told).hasSize(1);
    }

    @Test
    void aQuestionIsRefusedSinceTheClientKnowsOfNothing() {
        var refusals = new ArrayList<Response>();
        var asked = Request.of(Id.of(5), Method.ROOTS_LIST, null);
        branch.exchange().ask(new Question(asked, (question, response) -> refusals.add(response)));
        assertThat(refusals).singleElement().isInstanceOf(Failure.class);
        assertThat(answers).isEmpty();
    }

    @Test
    void whoServesItHearsThatItIsTakenBackAndTheServiceHearsNothingMore() {
        var heard = new ArrayList<String>();
        branch.exchange().onCancel(reason -> heard.add(String.valueOf(reason)));
        branch.cancel(Json.string("enough"));
        branch.cancel(Json.string("again"));
        branch.exchange().finish(Json.EMPTY_OBJECT);
        branch.exchange().tell(log("late"));
        assertThat(heard).containsExactly("\"enough\"");
        assertThat(answers).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aFaultOfWhoServesItIsAnErrorOfThisRequestAlone() {
        branch.exchange()
                .attempt(() -> {
                    throw new IllegalStateException("broken");
                });
        assertThat(error().code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(session.isOpen()).isTrue();
    }
}
