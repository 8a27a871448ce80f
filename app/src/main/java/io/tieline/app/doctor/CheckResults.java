package io.tieline.app.doctor;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Collects what the checks of one server have shown. For one thread. */
final class CheckResults {

    private final List<Finding> all = new ArrayList<>();

    /** What has been found, in the order of the checks. */
    List<Finding> all() {
        return List.copyOf(all);
    }

    void add(Finding finding) {
        all.add(finding);
    }

    void failed(String check, String text, String means, String remedy) {
        add(Finding.failed(check, text, means, remedy));
    }

    void skipped(String check, String why) {
        add(Finding.skipped(check, why));
    }

    /**
     * Makes a check that asks the server something, with its time; an error of the server is what
     * it shows.
     *
     * @param work gives what was seen
     * @return whether it went well
     */
    boolean timed(String check, Supplier<String> work) {
        long begun = System.nanoTime();
        try {
            var text = work.get();
            add(Finding.ok(check, text, Duration.ofNanos(System.nanoTime() - begun)));
            return true;
        } catch (McpException refused) {
            add(ofError(check, refused));
        } catch (CancellationException late) {
            add(ofSilence(check));
        }
        return false;
    }

    private static Finding ofError(String check, McpException refused) {
        var error = refused.error();
        if (error.code() == ErrorCode.BACKEND_TIMED_OUT) {
            return ofSilence(check);
        }
        boolean isConnection = ErrorCode.isOurs(error.code());
        return Finding.failed(
                check,
                error.message() + " (" + error.code() + ")",
                isConnection
                        ? "The connection did not hold: clients see the same error."
                        : "The server declares that it can do this, and refuses it.",
                isConnection
                        ? "Look into the server's own log; --log-level info shows what it wrote."
                        : "Correct the server, or have it not declare the capability.");
    }

    private static Finding ofSilence(String check) {
        return Finding.failed(
                check,
                "no answer in time",
                "Clients wait for this until they give up.",
                "Look whether the server is busy or stuck; --patience allows more time.");
    }
}
