package io.tieline.stdio;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import java.io.File;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A program with one child, in a process of its own, so that a test can kill it or keep it short of
 * memory. It prints the methods that its child says, and the kind of its end.
 */
final class ForkedProgram implements Link.Listener {

    private ForkedProgram() {}

    /** Starts the program with this script as its child. */
    static Process start(String script, String... options) throws IOException {
        var argv = new ArrayList<String>();
        argv.add(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        argv.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        argv.addAll(List.of(options));
        argv.addAll(List.of("-cp", System.getProperty("java.class.path")));
        argv.addAll(List.of(ForkedProgram.class.getName(), script));
        var program = new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.DISCARD);
        program.environment().put("CANARY", "canary");
        return program.start();
    }

    public static void main(String[] script) {
        var timers = new RealTimers();
        var environment = new Environment(timers, new SecureRandom(), Observer.NONE);
        var children = new Children(System.getenv());
        Runtime.getRuntime().addShutdownHook(new Thread(children::close));
        var command = StdioCommand.of("sh", "-c", script[0]);
        StdioBackend.of(command, Rig.QUICK, children, environment).connect(new ForkedProgram());
        new CompletableFuture<Void>().join();
    }

    @Override
    public void received(Message message) {
        say(((Notification) message).method());
    }

    @Override
    public void unreadable(MalformedException why) {
        say("unreadable");
    }

    @Override
    public void closed(LinkFailure failure, Set<Id> neverLeft) {
        say(failure.kind().name());
    }

    @SuppressWarnings("SystemOut")
    private static void say(String line) {
        System.out.println(line);
    }
}
