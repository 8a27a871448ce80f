package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.framework.McpClient;
import io.tieline.framework.RequestOptions;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A command's way to its servers and back: connects, lets it work, and says how that ended. */
final class Connection {

    /** How the transport words it. */
    private static final Pattern REFUSED = Pattern.compile("HTTP status 40[13]\\b");

    private final Surroundings here;

    Connection(Surroundings here) {
        this.here = here;
    }

    /** What is done once a client is connected. */
    @FunctionalInterface
    interface Work {

        /** Does it. */
        ExitCode with(McpClient client) throws UsageException;
    }

    /** Connects one client to all servers of the target. */
    ExitCode to(Target target, Given given, UnaryOperator<McpClient.Builder> shaped, Work work)
            throws UsageException {
        try (var servers = here.opener().open(target, given)) {
            return to(shaped.apply(servers.client()), work);
        } catch (UnreachableException away) {
            return said(ExitCode.UNREACHABLE, String.valueOf(away.getMessage()));
        }
    }

    private ExitCode to(McpClient.Builder builder, Work work) throws UsageException {
        McpClient client;
        try {
            here.screen().bar("  connecting ...");
            client = builder.connect();
        } catch (McpException refused) {
            var code =
                    isAuthentication(refused.error())
                            ? ExitCode.UNAUTHENTICATED
                            : ExitCode.UNREACHABLE;
            return said(code, refused.error().message());
        } finally {
            here.screen().bar("");
        }
        try (client) {
            return worked(client, work);
        }
    }

    private ExitCode worked(McpClient client, Work work) throws UsageException {
        try {
            return work.with(client);
        } catch (McpException failed) {
            return said(codeOf(failed.error()), failed.error().message() + number(failed.error()));
        } catch (CancellationException interrupted) {
            settle(client);
            return ExitCode.INTERRUPTED;
        }
    }

    /** What is answered now comes behind the word that a call was taken back: that has left. */
    private static void settle(McpClient client) {
        try {
            var _ =
                    client.start(Method.PING, null, RequestOptions.timeLimit(Duration.ofSeconds(2)))
                            .await();
        } catch (McpException | CancellationException gone) {
            // Whoever is not there any longer needs no word.
        }
    }

    private ExitCode said(ExitCode code, String message) {
        here.screen().remark(OneLine.of(message));
        if (code == ExitCode.UNAUTHENTICATED) {
            here.screen()
                    .remark(
                            "give credentials with --header 'Authorization: Bearer TOKEN', or in the file");
        }
        return code;
    }

    /** An error is told with its number, by which it can be looked up; ours has a page. */
    private static String number(RpcError error) {
        var page = isOurs(error) ? ", see docs/errors/" + -error.code() + ".md" : "";
        return " (" + error.code() + page + ")";
    }

    /** What an error of a request means for whoever started us. */
    static ExitCode codeOf(RpcError error) {
        if (isAuthentication(error)) {
            return ExitCode.UNAUTHENTICATED;
        }
        boolean neverArrived =
                isOurs(error)
                        && "no".equals(error.data() == null ? null : error.data().text("executed"));
        return neverArrived ? ExitCode.UNREACHABLE : ExitCode.FAILED;
    }

    private static boolean isAuthentication(RpcError error) {
        return isOurs(error) && REFUSED.matcher(error.message()).find();
    }

    private static boolean isOurs(RpcError error) {
        return ErrorCode.isOurs(error.code());
    }
}
