package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;

/** A command that reads what a running gateway is doing: asks it, and says how that ended. */
final class AdminCommand {

    private final Screen screen;

    AdminCommand(Screen screen) {
        this.screen = screen;
    }

    /** What is done with the gateway. */
    @FunctionalInterface
    interface Work {

        /** Does it. */
        ExitCode with(AdminClient gateway)
                throws UsageException, UnreachableException, AdminClient.UnauthenticatedException;
    }

    ExitCode run(Given given, Work work) throws UsageException {
        if (!given.operands().isEmpty()) {
            throw UsageException.at(
                    given.operands().getFirst(), "is one word too many; leave it out");
        }
        try {
            return work.with(AdminClient.of(given));
        } catch (UnreachableException away) {
            screen.remark(OneLine.of(String.valueOf(away.getMessage())));
            return ExitCode.UNREACHABLE;
        } catch (AdminClient.UnauthenticatedException refused) {
            screen.remark(OneLine.of(String.valueOf(refused.getMessage())));
            return ExitCode.UNAUTHENTICATED;
        }
    }
}
