package io.tieline.bench.jmh;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A message gets the id and the token of the next hop; all else is copied as it is. */
@State(Scope.Benchmark)
public class SpliceBenchmark {

    private static final Json TOKEN = Json.number(812);

    @Param({"200 B", "100 KB text"})
    public String size = "";

    private @Nullable Request request;
    private @Nullable Result result;
    private long next;

    /** Makes the messages. */
    @Setup
    public void prepare() throws MalformedException {
        var call = (Request) Message.parse(Samples.named(size), Limits.DEFAULT);
        request = call;
        var answer = Result.of(Id.of(1), Objects.requireNonNull(call.params()));
        result = (Result) Message.parse(answer.json().bytes(), Limits.DEFAULT);
    }

    @Benchmark
    public Request requestWithId() {
        return Objects.requireNonNull(request).withId(Id.of(next++));
    }

    @Benchmark
    public Request requestWithIdAndToken() {
        return Objects.requireNonNull(request).with(Id.of(next++), TOKEN);
    }

    @Benchmark
    public Result resultWithId() {
        return Objects.requireNonNull(result).withId(Id.of(next++));
    }
}
