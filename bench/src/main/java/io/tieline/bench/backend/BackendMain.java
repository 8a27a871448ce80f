package io.tieline.bench.backend;

import io.tieline.wire.MalformedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The backend as a program: {@code http} serves on a free port of the loopback and prints it,
 * {@code stdio} serves on its standard streams; the number of tools may follow.
 */
public final class BackendMain {

    private BackendMain() {}

    /** Serves until it is killed, or its input ends. */
    public static void main(String[] given) throws Exception {
        var arguments = List.of(given);
        int count = arguments.size() > 1 ? Integer.parseInt(arguments.get(1)) : 3;
        serve(new Tools(count), arguments.contains("stdio"));
    }

    private static void serve(Tools tools, boolean stdio)
            throws IOException, MalformedException, InterruptedException {
        if (stdio) {
            new StdioSide(tools).serve();
        } else {
            System.out.println(HttpSide.serve(tools));
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }
}
