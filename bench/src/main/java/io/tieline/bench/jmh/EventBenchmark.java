package io.tieline.bench.jmh;

import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.SseEvent;
import io.tieline.wire.SseReader;
import io.tieline.wire.SseWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Messages to server-sent events and back. */
@State(Scope.Benchmark)
public class EventBenchmark {

    @Param({"200 B", "100 KB text"})
    public String size = "";

    private Json message = Json.NULL;
    private byte[] event = {};

    /** Makes the message. */
    @Setup
    public void prepare() throws MalformedException {
        message = Json.parse(Samples.named(size), Limits.DEFAULT);
        event = SseWriter.event("7-1", message);
    }

    @Benchmark
    public byte[] write() {
        return SseWriter.event("7-1", message);
    }

    /** A reader of its own for each, as each stream has; the one that hears is the black hole. */
    @Benchmark
    public void read(Blackhole hears) throws MalformedException {
        var reader = new SseReader(1 << 20, (SseEvent read) -> hears.consume(read.data()));
        reader.feed(event, 0, event.length);
    }
}
