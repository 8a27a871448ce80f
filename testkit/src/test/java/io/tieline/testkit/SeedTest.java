package io.tieline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.InProcess;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import io.tieline.testkit.simulation.Schedule;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The story that this project grew from (scenario 5). A client talks through a proxy to a server
 * whose tool asks for a name in the middle of the call. In one session the tool is called twice,
 * and then twice at once: each call must be asked, and each answer must return to its own call.
 *
 * <p>Told at the level of the core: no sockets, no threads, and time that passes when the test says
 * so; what has not happened by then does not happen.
 */
final class SeedTest {

    private final Schedule time = new Schedule();
    private final Environment environment =
            new Environment(time, new SplittableRandom(5), Observer.NONE);

    @Test
    void eachCallInOneSessionIsAskedAndAnswered() {
        var alice = clientOf(this::gateway);
        isGreetedTwiceInARow(alice);
    }

    @Test
    void answersReachTheCallThatAskedWhenTwoOverlap() {
        var alice = clientOf(this::gateway);
        isGreetedTwiceInARow(alice);
        isGreetedTwiceAtOnce(alice);
    }

    @Test
    void oneSharedSlotFailsTheSameStory() {
        var alice = clientOf(backend -> new SharedSlotRelay(backend, environment));
        isGreetedTwiceInARow(alice);
        assertThatThrownBy(() -> isGreetedTwiceAtOnce(alice)).isInstanceOf(AssertionError.class);
    }

    private void isGreetedTwiceInARow(AskedClient client) {
        for (int i = 0; i < 2; i++) {
            var call = client.call("greet");
            time.pass(Greeter.MOMENT);
            assertThat(call.questions()).isEqualTo(1);
            call.answer("Alice");
            assertThat(call.text()).isEqualTo("Hello, Alice!");
        }
    }

    private void isGreetedTwiceAtOnce(AskedClient client) {
        var first = client.call("greet");
        var second = client.call("greet");
        time.pass(Greeter.MOMENT);
        assertThat(first.questions()).isEqualTo(1);
        assertThat(second.questions()).isEqualTo(1);

        second.answer("Bob");
        assertThat(second.text()).isEqualTo("Hello, Bob!");
        assertThat(first.text()).isEqualTo("nothing yet");
        first.answer("Alice");
        assertThat(first.text()).isEqualTo("Hello, Alice!");
    }

    private Service gateway(Backend backend) {
        return new Gateway(backend, GatewaySettings.DEFAULT, environment);
    }

    /** A client in front of this proxy, and the greeter behind it. */
    private AskedClient clientOf(Function<Backend, Service> proxy) {
        var settings = SessionSettings.DEFAULT;
        var greeter = new InProcess("greeter", new Greeter(time), settings, environment);
        var sessions = new ClientSessions(proxy.apply(greeter), settings, environment);
        return new AskedClient(sessions.open(Caller.LOCAL));
    }
}
