package io.tieline.framework;

import io.tieline.session.Observer;
import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * Logs faults, each as one event: what a handler or an interceptor throws that is not meant for its
 * caller, in which request of which client, and the number that the caller was told. The logger is
 * SLF4J's {@code io.tieline.framework}; a program that has no SLF4J provider gets the faults on
 * stderr.
 *
 * <p>It is there by default. Give it to an {@code Environment} that you make yourself: {@code new
 * Environment(loops.timers(), new SecureRandom(), new FaultLog())}. Safe for use by several
 * threads.
 */
public final class FaultLog implements Observer {

    private static final String NAME = "io.tieline.framework";

    private final Logger log;
    private final PrintStream errors;

    /** A log of faults. */
    public FaultLog() {
        this(LoggerFactory.getLogger(NAME), System.err);
    }

    FaultLog(Logger log, PrintStream errors) {
        this.log = log;
        this.errors = errors;
    }

    @Override
    public void fault(Throwable fault) {
        write("Code that was called failed", fault);
    }

    @Override
    public void fault(Throwable fault, String what, String number) {
        write(what + "; fault " + number, fault);
    }

    private void write(String what, Throwable fault) {
        log.error(what, fault);
        if (nobodyLogs()) {
            synchronized (errors) {
                errors.print(what + "; to log this, add an SLF4J provider: ");
                fault.printStackTrace(errors);
            }
        }
    }

    private boolean nobodyLogs() {
        return log instanceof NOPLogger;
    }
}
