package io.tieline.examples;

import io.tieline.framework.McpServer;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import java.util.function.BiConsumer;

/** What stands before every handler of a server: times, and a refusal. */
public final class Timed {

    private Timed() {}

    // region timed
    static McpServer.Builder timed(McpServer.Builder server, BiConsumer<String, Long> times) {
        return server.intercept(
                        (context, request, next) -> {
                            long begun = System.nanoTime();
                            try {
                                return next.proceed(request);
                            } finally {
                                times.accept(request.method(), System.nanoTime() - begun);
                            }
                        })
                .intercept((context, request, next) -> {
                    if (request.method().equals(Method.PROMPTS_LIST)) {
                        throw new McpException(-32001, "Prompts are not for you");
                    }
                    return next.proceed(request);
                });
    }
    // endregion
}
