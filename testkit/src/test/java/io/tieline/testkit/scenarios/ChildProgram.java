package io.tieline.testkit.scenarios;

import io.tieline.framework.CallResult;
import io.tieline.framework.SystemTimers;
import io.tieline.framework.Tool;
import io.tieline.session.client.SessionSettings;
import io.tieline.stdio.StdioCommand;
import io.tieline.stdio.StdioFront;
import io.tieline.stdio.StdioSettings;
import io.tieline.testkit.program.JavaProgram;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.ArrayList;

/**
 * The sample server as a program of its own, which can also die on request. With an argument it is
 * {@linkplain NamedServer one of several}, of that name.
 */
final class ChildProgram {

    private ChildProgram() {}

    public static void main(String[] arguments) {
        var server = SampleServer.create();
        for (var name : arguments) {
            NamedServer.addTo(server, name);
        }
        server.add(
                Tool.of("halt"),
                (_, values) -> {
                    Runtime.getRuntime().halt((int) values.integer("code"));
                    return CallResult.of();
                });
        server.add(
                Tool.of("process"),
                (_, _) -> CallResult.text(String.valueOf(ProcessHandle.current().pid())));
        try (var time = new SystemTimers()) {
            StdioFront.serve(
                            server,
                            System.in,
                            new FileOutputStream(FileDescriptor.out),
                            SessionSettings.DEFAULT,
                            StdioSettings.DEFAULT,
                            time.environment())
                    .closed()
                    .toCompletableFuture()
                    .join();
        }
    }

    static StdioCommand command() {
        return StdioCommand.of(JavaProgram.command(ChildProgram.class).toArray(String[]::new));
    }

    /** How to start one of several servers. */
    static StdioCommand command(String name) {
        var words = new ArrayList<>(JavaProgram.command(ChildProgram.class));
        words.add(name);
        return StdioCommand.of(words.toArray(String[]::new));
    }
}
