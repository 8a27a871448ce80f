package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.HttpBackendSettings.Transport;
import io.tieline.session.Budget;
import io.tieline.session.Budget.Use;
import io.tieline.session.Environment;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.testkit.peers.RecordedObserver;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits to leave for a backend that takes nothing is bounded, and given back in the end. */
final class DepartingTest {

    private static final int KIB = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MIB = KIB * KIB;

    private final EventLoops loops = EventLoops.open(1);
    private final Budget budget = new Budget(16L * MIB);
    private final RecordedObserver observer = new RecordedObserver();
    private final Heard listener = new Heard();

    /** Connections are opened to it, and nobody reads from them. */
    private final ServerSocket deaf;

    DepartingTest() throws IOException {
        deaf = new ServerSocket();
        deaf.setReceiveBufferSize(4 * KIB);
        deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    }

    @AfterEach
    void close() throws IOException {
        deaf.close();
        loops.close();
    }

    @ParameterizedTest
    @EnumSource
    void notificationsThatFindNoRoomAreDroppedCountedAndToldOnce(Transport transport)
            throws Exception {
        var link = link(transport);
        for (int i = 0; i < 20; i++) {
            link.send(notification(3 * MIB));
        }
        settle();
        assertThat(budget.used(Use.UNREAD)).isBetween(3L * MIB, 8L * MIB);
        assertThat(observer.counted()).hasSizeGreaterThan(16);
        assertThat(observer.counted())
                .allMatch(each -> each.toString().startsWith("NOTIFICATION_DROPPED big to "));
        assertThat(observer.incidents())
                .singleElement()
                .asString()
                .contains("there is no room for");
        isGivenBackBy(link);
    }

    /** Each of them is below everything that is looked at while it arrives. */
    @ParameterizedTest
    @EnumSource
    void smallNotificationsAreBoundedToo(Transport transport) throws Exception {
        var link = link(transport);
        for (int i = 0; i < 10_000; i++) {
            link.send(notification(3_900));
        }
        settle();
        assertThat(budget.used(Use.UNREAD)).isBetween(2L * MIB, 5L * MIB);
        var neighbour = link(transport);
        int before = observer.counted().size();
        neighbour.send(notification(100));
        settle();
        assertThat(observer.counted()).as("a few of a neighbour still leave").hasSize(before);
        isGivenBackBy(link, neighbour);
    }

    @ParameterizedTest
    @EnumSource
    void aRequestThatFindsNoRoomIsRefusedAndHasNotRun(Transport transport) throws Exception {
        var link = link(transport);
        var last = new Heard();
        for (int i = 0; i < 4; i++) {
            link.request(request(i, 3 * MIB), i == 3 ? last : new Heard());
        }
        var failure = last.failure();
        assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(failure.executed()).isEqualTo(Executed.NO);
        assertThat(budget.used(Use.UNREAD)).isLessThan(8L * MIB);
        isGivenBackBy(link);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatFindsNoRoomIsReplacedByTheReason(Transport transport) throws Exception {
        var link = link(transport);
        for (int i = 0; i < 4; i++) {
            link.send(Result.of(Id.of(i), padded(3 * MIB)));
        }
        settle();
        assertThat(observer.incidents())
                .singleElement()
                .asString()
                .contains("the answer to this question");
        assertThat(budget.used(Use.UNREAD)).isBetween(6L * MIB, 7L * MIB);
        for (int i = 0; i < 5_000; i++) {
            link.send(Result.of(Id.of(i), padded(3_900)));
        }
        assertThat(listener.failure().kind()).as("not even the reasons").isEqualTo(Kind.OVERLOADED);
        assertThat(budget.used(Use.UNREAD)).isLessThan(9L * MIB);
    }

    private Link link(Transport transport) {
        var environment = new Environment(loops.timers(), new SecureRandom(), observer, budget);
        var settings =
                HttpBackendSettings.DEFAULT.withEnvironment(environment).withTransport(transport);
        var uri = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/mcp");
        return HttpBackend.to(uri, loops, settings).connect(listener);
    }

    private void settle() throws Exception {
        SettledLoops.await(loops);
        SettledLoops.await(loops);
    }

    /** What is on the wire is given up with its connection; nothing else keeps anything. */
    private void isGivenBackBy(Link... links) throws Exception {
        for (var link : links) {
            link.close();
        }
        settle();
        deaf.close();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (budget.used(Use.UNREAD) > 0 && System.nanoTime() < end) {
            settle(); // until the ends of all connections have come
        }
        assertThat(budget.used(Use.UNREAD)).isZero();
    }

    private static Json padded(int length) {
        return Json.object("payload", "x".repeat(length));
    }

    private static Message notification(int length) {
        return Notification.of("big", padded(length));
    }

    private static Request request(int id, int length) {
        return Request.of(Id.of(id), Method.TOOLS_CALL, padded(length));
    }
}
