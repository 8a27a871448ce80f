package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command line that cannot work is one line on stderr: the thing, and the way out. */
final class ComplaintTest {

    private static final String URL = "--backend=http://127.0.0.1:1/mcp";

    static Stream<Arguments> complaints() {
        return Stream.of(
                says("there is no command rum; did you mean run?", "rum"),
                says("there is no command serve; tieline --help shows what there is", "serve"),
                says("there is no option --lisen; did you mean --listen?", "run", "--lisen=a:1"),
                says("there is no option -x; tieline run --help shows what there is", "run", "-x"),
                says("--listen: lacks its value; write --listen HOST:PORT", "run", "--listen"),
                says(
                        "--idle: is given twice; leave one of them out",
                        "run",
                        "--idle=1s",
                        "--idle=2s"),
                says(
                        "npx: is one word too many; a server to start goes after --: -- COMMAND"
                                + " ARG...",
                        "run",
                        "mcp.json",
                        "npx"),
                says("--: no command follows; write -- COMMAND ARG...", "run", "--"),
                says("demo: takes no command; tieline run -- COMMAND does", "demo", "--", "cat"),
                says(
                        "no server to connect to; name a CONFIG.json, --backend URL, or -- COMMAND"
                                + " ARG... (tieline run --help shows examples)",
                        "run"),
                says(
                        "--backend: there is a command as well (-- cat), and one gateway serves one"
                                + " server; leave one of them out",
                        "run",
                        URL,
                        "--",
                        "cat"),
                says(
                        "--backend: write a whole URL, like http://127.0.0.1:3000/mcp",
                        "run",
                        "--backend=localhost:3000"),
                says(
                        "--backend: is no URL; write one like http://127.0.0.1:3000/mcp",
                        "run",
                        "--backend=http://a b"),
                says(
                        "--backend: put credentials into a header (--header), not into the URL",
                        "run",
                        "--backend=http://user:secret@127.0.0.1/mcp"),
                says(
                        "--header: the value lacks its name; write --header 'NAME: VALUE'",
                        "run",
                        URL,
                        "--header=secret"),
                says(
                        "--header: \"a b\" is no name of a header",
                        "run",
                        URL,
                        "--header=a b: secret"),
                says(
                        "--header: Header Mcp-Session-Id is set by the transport; leave it out",
                        "run",
                        URL,
                        "--header=Mcp-Session-Id: 1"),
                says(
                        "--header: is for a server behind a URL, not for a command; leave one of"
                                + " them out",
                        "run",
                        "--header=a: b",
                        "--",
                        "cat"),
                says(
                        "--forward-header: Cookie belongs to one connection and is never forwarded;"
                                + " leave it out",
                        "run",
                        URL,
                        "--forward-header=Cookie"),
                says(
                        "--forward-header: mcp-session-id belongs to one connection and is never"
                                + " forwarded; leave it out",
                        "run",
                        URL,
                        "--forward-header=mcp-session-id"),
                says(
                        "--forward-header: with --stdio the client sends no headers; leave one of"
                                + " them out",
                        "run",
                        URL,
                        "--stdio",
                        "--forward-header=x-user"),
                says(
                        "--env: is for a command, not for a server behind a URL; leave one of them"
                                + " out",
                        "run",
                        URL,
                        "--env=A=B"),
                says(
                        "--env: the value lacks its name; write --env NAME=VALUE",
                        "run",
                        "--env=secret",
                        "--",
                        "cat"),
                says(
                        "--cwd: is for a command, not for a server behind a URL; leave one of them"
                                + " out",
                        "run",
                        URL,
                        "--cwd=/"),
                says(
                        "--ca: there is no file gone.pem; check its path",
                        "run",
                        "--backend=https://a/",
                        "--ca=gone.pem"),
                says(
                        "--ca: the URL is not https, so there is nobody to trust",
                        "run",
                        URL,
                        "--ca=gone.pem"),
                says(
                        "--allow-host: has no meaning with --stdio, where nobody listens; leave one"
                                + " of them out",
                        "run",
                        URL,
                        "--stdio",
                        "--allow-host=a"),
                says(
                        "--allow-host: \"http://a\" is no host like mcp.example.com",
                        "run",
                        URL,
                        "--allow-host=http://a"),
                says(
                        "--allow-origin: \"a\" is no origin like https://app.example.com",
                        "run",
                        URL,
                        "--allow-origin=a"),
                says(
                        "--listen: \"8808\" lacks its host; write 127.0.0.1:8808 for this machine"
                                + " alone, or 0.0.0.0:8808 for all its addresses of IPv4",
                        "run",
                        URL,
                        "--listen=8808"),
                says(
                        "--listen: \":8808\" lacks its host; write 127.0.0.1:8808 for this machine"
                                + " alone, or 0.0.0.0:8808 for all its addresses of IPv4",
                        "run",
                        URL,
                        "--listen=:8808"),
                says(
                        "--listen: \"*:8808\" lacks its host; write 127.0.0.1:8808 for this machine"
                                + " alone, or 0.0.0.0:8808 for all its addresses of IPv4",
                        "run",
                        URL,
                        "--listen=*:8808"),
                says(
                        "--listen: \"http://127.0.0.1:8808\" is a URL; write HOST:PORT, like"
                                + " 127.0.0.1:8808",
                        "run",
                        URL,
                        "--listen=http://127.0.0.1:8808"),
                says(
                        "--listen: \"localhost\" lacks its port; write localhost:8808",
                        "run",
                        URL,
                        "--listen=localhost"),
                says(
                        "--listen: \"[::1]\" lacks its port; write [::1]:8808",
                        "run",
                        URL,
                        "--listen=[::1]"),
                says(
                        "--listen: \"::1:8808\" needs brackets around its address, like [::1]:8808",
                        "run",
                        URL,
                        "--listen=::1:8808"),
                says(
                        "--listen: \"127.0.0.1:8808/mcp\" has a path; leave it out, the endpoint is"
                                + " always /mcp",
                        "run",
                        URL,
                        "--listen=127.0.0.1:8808/mcp"),
                says(
                        "--listen: \"localhost:http\" has a port that is no number; write"
                                + " HOST:PORT, like 127.0.0.1:8808",
                        "run",
                        URL,
                        "--listen=localhost:http"),
                says(
                        "--listen: the host [fe80::1%nowhere] is unknown; write a name or an"
                                + " address of this machine",
                        "run", URL, "--listen=[fe80::1%nowhere]:8808"),
                says(
                        "--allow-origin: \"*\" would let in every web page that somebody here"
                                + " opens; name the origins, like https://app.example.com",
                        "run",
                        URL,
                        "--allow-origin=*"),
                says(
                        "--allow-origin: \"https://app.example.com/\" is no origin with its slash;"
                                + " write https://app.example.com",
                        "run",
                        URL,
                        "--allow-origin=https://app.example.com/"),
                says(
                        "--public-url: \"example.com\" is no public URL; write scheme, host and"
                                + " path without /mcp, like https://example.com/tools",
                        "run",
                        URL,
                        "--public-url=example.com"),
                says(
                        "--public-url: \"https://a/tools/mcp\" names an endpoint; leave it out, and"
                                + " write https://a/tools",
                        "run",
                        URL,
                        "--public-url=https://a/tools/mcp"),
                says(
                        "--public-url: \"https://a/?b\" is no public URL; write scheme, host and"
                                + " path without /mcp, like https://example.com/tools",
                        "run",
                        URL,
                        "--public-url=https://a/?b"),
                says(
                        "--listen: there is no port 70000; the last one is 65535",
                        "run",
                        URL,
                        "--listen=127.0.0.1:70000"),
                says(
                        "--listen: the host no.such.invalid is unknown; write a name or an address"
                                + " of this machine",
                        "run",
                        URL,
                        "--listen=no.such.invalid:1"),
                says(
                        "--tls-key: TLS needs a certificate and its key; give the other one too",
                        "run",
                        URL,
                        "--tls-key=key.pem"),
                says(
                        "--tls-certificate: there is no file gone.pem; check its path",
                        "run",
                        URL,
                        "--tls-certificate=gone.pem",
                        "--tls-key=gone.pem"),
                says(
                        "--sessions: \"mine\" is no session policy; write per-client, per-request,"
                                + " shared, pinned:KEY or pinned:header:NAME",
                        "run",
                        URL,
                        "--sessions=mine"),
                says(
                        "--sessions: pinned: lacks its key; write pinned:KEY or pinned:header:NAME",
                        "run",
                        URL,
                        "--sessions=pinned:"),
                says(
                        "--sessions: \"x user\" is no name of a header; write pinned:header:NAME",
                        "run",
                        URL,
                        "--sessions=pinned:header:x user"),
                says(
                        "--sessions: with --stdio there are no headers; write pinned:KEY or leave"
                                + " it out",
                        "run",
                        URL,
                        "--stdio",
                        "--sessions=pinned:header:x"),
                says(
                        "--calls: \"all\" is not one of learn, serial, overlap, lease",
                        "run",
                        URL,
                        "--calls=all"),
                says(
                        "--backend-revision: \"2026\" is no revision that Tieline speaks; write"
                                + " auto or 2024-11-05, 2025-03-26, 2025-06-18, 2025-11-25, 2026-07-28",
                        "run",
                        URL,
                        "--backend-revision=2026"),
                says(
                        "--idle: \"soon\" is no duration; write a number with ms, s, m, h or d, like"
                                + " 30s",
                        "run",
                        URL,
                        "--idle=soon"),
                says(
                        "--call-timeout: \"60\" is no duration; write a number with ms, s, m, h or d,"
                                + " like 30s",
                        "run",
                        URL,
                        "--call-timeout=60"),
                says(
                        "--drain: \"0s\" must be more than nothing and less than a year",
                        "run",
                        URL,
                        "--drain=0s"),
                says(
                        "--max-message: \"big\" is no size; write a number with KiB or MiB, like"
                                + " 8MiB",
                        "run",
                        URL,
                        "--max-message=big"),
                says(
                        "--max-message: \"100\" must be between 1KiB and 1GiB",
                        "run",
                        URL,
                        "--max-message=100"),
                says(
                        "--log-level: \"loud\" is not one of error, warn, info, debug",
                        "run",
                        URL,
                        "--log-level=loud"),
                says(
                        "--server: names a server of a CONFIG.json, and none is given",
                        "run",
                        URL,
                        "--server=a"),
                says(
                        "gone.json: there is no such file; check its path, or write -- before a"
                                + " command to start",
                        "run",
                        "gone.json"),
                says(
                        "-- no-such-program: Command 'no-such-program' was not found on PATH;"
                                + " install it or give its full path",
                        "run",
                        "--",
                        "no-such-program"),
                says(
                        "-- ./gone: Command './gone' does not exist; check its path in the"
                                + " configuration",
                        "run",
                        "--",
                        "./gone"),
                says(
                        "-- cat: The working directory gone of command 'cat' does not exist; create"
                                + " it or name another one",
                        "run",
                        "--cwd=gone",
                        "--",
                        "cat"),
                says(
                        "--backend: http://127.0.0.1:1/mcp cannot be reached: nothing listens"
                                + " there; start the server, or correct the URL",
                        "run",
                        "--backend=http://127.0.0.1:1/mcp?key=secret"),
                says(
                        "--backend: the host no.such.invalid is unknown; correct the URL",
                        "run",
                        "--backend=http://no.such.invalid/mcp"));
    }

    private static Arguments says(String message, String... arguments) {
        return Arguments.of(List.of(arguments), message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("complaints")
    void namesTheThingAndTheWayOut(List<String> arguments, String message) {
        var said = Said.by(arguments.toArray(String[]::new));
        assertThat(said.err()).isEqualTo("tieline: " + message + System.lineSeparator());
        assertThat(said.out()).isEmpty();
        assertThat(said.exitCode()).isEqualTo(2);
    }

    @Test
    void withoutACommandShowsWhatThereIs() {
        var said = Said.by();
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains("Commands:", "run", "demo", "tieline run --help");
    }

    @Test
    void aLineBreakInAWordDoesNotMakeASecondLine() {
        assertThat(Said.by("run", "no\nfile").err().lines()).hasSize(1);
    }

    @Test
    void printsItsVersionOnStdout() {
        var said = Said.by("--version");
        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).startsWith("tieline ").contains(Version.text());
    }
}
