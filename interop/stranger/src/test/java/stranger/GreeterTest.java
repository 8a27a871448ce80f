package stranger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tieline.testkit.peers.LocalListener;
import io.tieline.wire.Json;
import org.junit.jupiter.api.Test;

final class GreeterTest {

    @Test
    void aClientOverHttpIsAskedAndGreeted() {
        assertEquals("Hello, Alice!", Greeter.greetOverHttp());
    }

    @Test
    void theTestkitAsksAndAnswers() {
        try (var listener = LocalListener.serve(Greeter.greeter());
                var client = listener.connect()) {
            var call = client.call("greet");
            call.question().accept(Json.object("name", "Bob"));
            assertEquals("Hello, Bob!", call.text());
        }
    }
}
