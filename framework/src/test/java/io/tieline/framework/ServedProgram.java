package io.tieline.framework;

import static io.tieline.http.Http.http;
import static io.tieline.stdio.Stdio.stdio;

import io.tieline.session.client.ServerTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Programs of one line each, as a user writes them; run as processes of their own. */
final class ServedProgram {

    private ServedProgram() {}

    record Name(String name) {}

    record Booking(List<String> seats) {}

    record Ticket(List<String> seats, Duration boarding) {}

    static McpServer.Builder greeter() {
        return McpServer.named("greeter", "1.0")
                .tool(
                        Tool.of("greet"),
                        (context, arguments) ->
                                switch (context.elicit("What is your name?", Name.class)) {
                                    case Answer.Accept(var it) ->
                                            CallResult.text("Hello, " + it.name() + "!");
                                    default -> CallResult.text("Hello, stranger!");
                                })
                .tool(
                        Tool.of("print"),
                        (context, arguments) -> {
                            System.out.println("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
                            return CallResult.text("printed, and read " + read());
                        })
                .tool(
                        Tool.of("where"),
                        (context, arguments) ->
                                CallResult.text(
                                        System.getenv("WORD") + " in " + Path.of("").toRealPath()))
                .tool(
                        Tool.of("book"),
                        Booking.class,
                        (context, booking) -> new Ticket(booking.seats(), Duration.ofMinutes(5)))
                .tool(
                        Tool.of("fail"),
                        (context, arguments) -> {
                            throw new IllegalStateException("the disk is full");
                        });
    }

    private static int read() throws IOException {
        return System.in.read();
    }

    public static void main(String[] arguments) {
        ServerTransport transport = arguments[0].equals("stdio") ? stdio() : http(0);
        var running = greeter().serve(transport);
        if (arguments[0].equals("http")) {
            System.out.println(running.uri());
        }
        System.err.println("main has returned");
    }
}
