package io.tieline.telemetry;

import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Several observers as one: each hears everything, in the order in which they were given. Of what
 * several have go along with a call under the same name, the last one's goes.
 */
public final class ObserverGroup implements Observer {

    private final List<Observer> members;

    private ObserverGroup(List<Observer> members) {
        this.members = members;
    }

    /** These; one alone is itself. */
    public static Observer of(List<Observer> members) {
        return members.size() == 1 ? members.getFirst() : new ObserverGroup(List.copyOf(members));
    }

    @Override
    public ExchangeObserver began(Sender client, Caller caller, Request request) {
        var told = new ArrayList<ExchangeObserver>(members.size());
        boolean detailed = false;
        for (var member : members) {
            var begun = member.began(client, caller, request);
            if (!begun.equals(ExchangeObserver.NONE)) {
                told.add(begun);
                detailed |= begun.isDetailed();
            }
        }
        return switch (told.size()) {
            case 0 -> ExchangeObserver.NONE;
            case 1 -> told.getFirst();
            default -> new OfExchange(told, detailed);
        };
    }

    @Override
    public void refused(Sender client, Caller caller, Request request, RpcError error) {
        members.forEach(member -> member.refused(client, caller, request, error));
    }

    @Override
    public void sessionBegan(Session session) {
        members.forEach(member -> member.sessionBegan(session));
    }

    @Override
    public void sessionEnded(Session session, Duration lasted) {
        members.forEach(member -> member.sessionEnded(session, lasted));
    }

    @Override
    public void happened(Incident incident) {
        members.forEach(member -> member.happened(incident));
    }

    @Override
    public void counted(Count what, String detail) {
        members.forEach(member -> member.counted(what, detail));
    }

    @Override
    public void fault(Throwable fault) {
        members.forEach(member -> member.fault(fault));
    }

    @Override
    public void fault(Throwable fault, String what, String number) {
        members.forEach(member -> member.fault(fault, what, number));
    }

    /** Those of one exchange. */
    private record OfExchange(List<ExchangeObserver> members, boolean detailed)
            implements ExchangeObserver {

        private void details(Consumer<ExchangeObserver> event) {
            for (var member : members) {
                if (member.isDetailed()) {
                    event.accept(member);
                }
            }
        }

        @Override
        public boolean isDetailed() {
            return detailed;
        }

        @Override
        public Map<String, Json> along(ServerCall call) {
            Map<String, Json> all = Map.of();
            for (var member : members) {
                var own = member.isDetailed() ? member.along(call) : Map.<String, Json>of();
                all = all.isEmpty() ? own : own.isEmpty() ? all : merged(all, own);
            }
            return all;
        }

        private static Map<String, Json> merged(Map<String, Json> first, Map<String, Json> more) {
            var both = new HashMap<>(first);
            both.putAll(more);
            return both;
        }

        @Override
        public void routed(ServerCall call) {
            details(member -> member.routed(call));
        }

        @Override
        public void left(ServerCall call, Request sent) {
            details(member -> member.left(call, sent));
        }

        @Override
        public void asked(Question question, @Nullable ServerCall origin) {
            details(member -> member.asked(question, origin));
        }

        @Override
        public void answered(Question question, Response answer) {
            details(member -> member.answered(question, answer));
        }

        @Override
        public void withdrawn(Question question) {
            details(member -> member.withdrawn(question));
        }

        @Override
        public void told(Notification notification) {
            details(member -> member.told(notification));
        }

        @Override
        public void parked(long round) {
            details(member -> member.parked(round));
        }

        @Override
        public void resumed(long round, Request retry) {
            details(member -> member.resumed(round, retry));
        }

        @Override
        public void returned(ServerCall call, Response response, Duration took) {
            details(member -> member.returned(call, response, took));
        }

        @Override
        public void failed(ServerCall call, RpcError error) {
            details(member -> member.failed(call, error));
        }

        @Override
        public void finished(Ending ending) {
            members.forEach(member -> member.finished(ending));
        }
    }
}
