package io.tieline.bench.jmh;

import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** A message is checked whole and its envelope read; beside it, Jackson only finds the tokens. */
@State(Scope.Benchmark)
public class ParseBenchmark {

    @Param({"200 B", "4 KB", "100 KB text", "100 KB objects"})
    public String size = "";

    private final JsonFactory factory = new JsonFactory();
    private byte[] message = {};

    /** Makes the message. */
    @Setup
    public void prepare() {
        message = Samples.named(size);
    }

    @Benchmark
    public Message tieline() throws MalformedException {
        return Message.parse(message, Limits.DEFAULT);
    }

    @Benchmark
    public int jackson() {
        int tokens = 0;
        try (var parser =
                factory.createParser(tools.jackson.core.ObjectReadContext.empty(), message)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens++;
                if (token == JsonToken.VALUE_STRING) {
                    tokens += parser.getStringLength(); // or it would skip what it has not checked
                }
            }
        }
        return tokens;
    }
}
