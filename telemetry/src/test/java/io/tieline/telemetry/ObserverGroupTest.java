package io.tieline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.ExchangeObserver.ServerCall;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.RequestMetadata;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ObserverGroupTest {

    private static final Request REQUEST =
            Request.of(
                    Id.of(1),
                    Method.TOOLS_CALL,
                    Json.of(
                            """
                            {"name":"t","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                            "io.modelcontextprotocol/clientCapabilities":{}}}\
                            """));

    private final List<String> heard = new ArrayList<>();

    /** Hears everything of each exchange, or its end alone, or nothing. */
    private final class Named implements Observer {

        private final String name;
        private final boolean isDetailed;
        private final boolean isThere;

        Named(String name, boolean isDetailed, boolean isThere) {
            this.name = name;
            this.isDetailed = isDetailed;
            this.isThere = isThere;
        }

        private void hear(String what) {
            heard.add(name + " " + what);
        }

        @Override
        public ExchangeObserver began(Sender client, Caller caller, Request request) {
            return isThere ? new Exchange() : ExchangeObserver.NONE;
        }

        @Override
        public void sessionBegan(Session session) {
            hear("session began");
        }

        @Override
        public void sessionEnded(Session session, Duration lasted) {
            hear("session ended");
        }

        @Override
        public void happened(Incident incident) {
            hear("happened");
        }

        @Override
        public void counted(Count what, String detail) {
            hear("counted");
        }

        @Override
        public void fault(Throwable fault) {
            hear("fault");
        }

        @Override
        public void fault(Throwable fault, String what, String number) {
            hear("fault " + number);
        }

        private final class Exchange implements ExchangeObserver {

            @Override
            public boolean isDetailed() {
                return isDetailed;
            }

            @Override
            public Map<String, Json> along(ServerCall call) {
                return Map.of(name, Json.TRUE, "last", Json.string(name));
            }

            @Override
            public void routed(ServerCall call) {
                hear("routed");
            }

            @Override
            public void left(ServerCall call, Request sent) {
                hear("left");
            }

            @Override
            public void asked(Question question, @Nullable ServerCall origin) {
                hear("asked");
            }

            @Override
            public void answered(Question question, Response answer) {
                hear("answered");
            }

            @Override
            public void withdrawn(Question question) {
                hear("withdrawn");
            }

            @Override
            public void told(Notification notification) {
                hear("told");
            }

            @Override
            public void parked(long round) {
                hear("parked");
            }

            @Override
            public void resumed(long round, Request retry) {
                hear("resumed");
            }

            @Override
            public void returned(ServerCall call, Response response, Duration took) {
                hear("returned");
            }

            @Override
            public void failed(ServerCall call, RpcError error) {
                hear("failed");
            }

            @Override
            public void finished(Ending ending) {
                hear("finished");
            }
        }
    }

    private ExchangeObserver begin(Observer... members) {
        return ObserverGroup.of(List.of(members))
                .began(RequestMetadata.of(REQUEST), Caller.LOCAL, REQUEST);
    }

    private static void everything(ExchangeObserver told) {
        var call = new ServerCall("git", REQUEST);
        var question = new Question(REQUEST, (_, _) -> {});
        var result = Result.of(Id.of(1), Json.EMPTY_OBJECT);
        told.routed(call);
        told.left(call, REQUEST);
        told.asked(question, call);
        told.answered(question, result);
        told.withdrawn(question);
        told.told(Notification.of(Method.PROGRESS, Json.EMPTY_OBJECT));
        told.parked(1);
        told.resumed(1, REQUEST);
        told.returned(call, result, Duration.ZERO);
        told.failed(call, RpcError.of(ErrorCode.BACKEND_GONE, "gone"));
        told.finished(new Ending(Observer.Outcome.RESULT, result, Duration.ZERO, null));
    }

    @Test
    void whoWantsTheEndAloneHearsNothingElse() {
        var told = begin(new Named("log", false, true), new Named("live", true, true));
        assertThat(told.isDetailed()).isTrue();
        everything(told);
        assertThat(heard)
                .filteredOn(line -> line.startsWith("log"))
                .containsExactly("log finished");
        assertThat(heard)
                .filteredOn(line -> line.startsWith("live"))
                .containsExactly(
                        "live routed",
                        "live left",
                        "live asked",
                        "live answered",
                        "live withdrawn",
                        "live told",
                        "live parked",
                        "live resumed",
                        "live returned",
                        "live failed",
                        "live finished");
    }

    @Test
    void nobodyWhoWantsNothingIsInTheWay() {
        assertThat(begin(new Named("a", true, false), new Named("b", true, false)))
                .isSameAs(ExchangeObserver.NONE);
        var one = begin(new Named("a", true, false), new Named("b", false, true));
        assertThat(one.isDetailed()).isFalse();
        everything(one);
        assertThat(heard).contains("b finished");
    }

    @Test
    void allHearWhatIsNoExchanges() {
        var group =
                ObserverGroup.of(List.of(new Named("a", true, true), new Named("b", true, true)));
        group.happened(new Incident(Incident.Kind.SESSION_BEGAN, "git", "here"));
        group.counted(Observer.Count.MALFORMED, "from a client");
        group.fault(new IllegalStateException("x"));
        group.fault(new IllegalStateException("x"), "what", "7");
        group.sessionBegan(Observer.Session.OF_CLIENT);
        group.sessionEnded(Observer.Session.OF_CLIENT, Duration.ZERO);
        assertThat(heard)
                .containsExactly(
                        "a happened",
                        "b happened",
                        "a counted",
                        "b counted",
                        "a fault",
                        "b fault",
                        "a fault 7",
                        "b fault 7",
                        "a session began",
                        "b session began",
                        "a session ended",
                        "b session ended");
    }

    @Test
    void whatSeveralHaveGoAlongGoesTogether() {
        var told = begin(new Named("a", true, true), new Named("b", true, true));
        assertThat(told.along(new ServerCall("git", REQUEST)))
                .containsOnly(
                        Map.entry("a", Json.TRUE),
                        Map.entry("b", Json.TRUE),
                        Map.entry("last", Json.string("b")));
    }

    @Test
    void oneAloneIsItself() {
        var alone = new Named("a", true, true);
        assertThat(ObserverGroup.of(List.of(alone))).isSameAs(alone);
    }
}
