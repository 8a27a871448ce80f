package io.tieline.app;

import io.tieline.app.config.Setting;
import io.tieline.app.config.Setting.Shape;
import io.tieline.app.config.UsageException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows what people write who know other programs, or who forgot a word, and says how it is written
 * here. It names programs and options only: what stands behind them may be secret.
 */
final class Slips {

    private static final Set<String> PROGRAMS =
            Set.of(
                    "npx", "npm", "pnpm", "yarn", "node", "bun", "bunx", "deno", "uv", "uvx",
                    "pipx", "python", "python3", "docker", "podman", "java", "go", "cargo", "ruby",
                    "php", "dotnet", "sh", "bash", "cmd", "cmd.exe", "env");

    private static final List<String> CONFIGURATIONS =
            List.of(".json", ".jsonc", ".json5", ".toml", ".yaml", ".yml");

    private static final Map<String, String> INSTEAD = new HashMap<>();

    static {
        instead(
                "address and port are one option: --listen HOST:PORT, like --listen 127.0.0.1:3000",
                "--port -p --http-port --host --hostname --bind --address --addr --server-port");
        instead(
                "write --stdio to serve one client on stdin and stdout; without it clients connect"
                        + " over HTTP",
                "--transport -t --mode");
        instead(
                "write --call-timeout for calls and --start-timeout for the start, like"
                        + " --call-timeout 5m",
                "--timeout --request-timeout");
        instead(
                "write --backend URL",
                "--url -u --server-url --remote --upstream --target --endpoint --sse --http"
                        + " --streamable-http --streamableHttp");
        instead(
                "write the command last, after --: tieline run -- COMMAND ARG...",
                "--command --cmd --exec --args --stdio-command");
        instead(
                "name the file without an option: tieline run CONFIG.json",
                "--config -c -f --file --config-file --mcp-config");
        instead("write --log-level debug", "--verbose -v --debug -d --trace");
        instead("write --log-level error", "--quiet -q --silent");
        instead(
                "write --header 'Authorization: Bearer TOKEN'",
                "--token --api-key --apikey --bearer --auth --bearer-token --oauth2Bearer");
        instead("write --header 'NAME: VALUE'", "-H --headers");
        instead("write --env NAME=VALUE", "-e --environment");
        instead(
                "write --cwd DIRECTORY",
                "-C -w --workdir --working-directory --directory --dir --chdir");
        instead("write --tls-certificate FILE and --tls-key FILE", "--cert --tls-cert --key --tls");
        instead("write --allow-origin ORIGIN", "--cors --origin --allowed-origins");
        instead("write --allow-host HOST", "--allowed-hosts --allowed-host");
        instead("it stands before run: tieline --version", "--version -V");
        instead(
                "sessions are kept; --sessions per-request has one for each request",
                "--stateless --stateful");
    }

    /** The same for commands that take a TARGET, with the line that would be right. */
    private static final Map<String, String> OF_TARGETS =
            Map.of(
                    "--backend", "write the URL as it is: %s URL",
                    "--url", "write the URL as it is: %s URL",
                    "-u", "write the URL as it is: %s URL",
                    "--config", "name the file without an option: %s mcp.json",
                    "-c", "name the file without an option: %s mcp.json",
                    "--command", "write the command last, after --: %s -- COMMAND ARG...",
                    "-H", "write --header 'NAME: VALUE'",
                    "-e", "write --env NAME=VALUE",
                    "--tool-arg", "an argument is written as it is: NAME=VALUE",
                    "--token", "write --header 'Authorization: Bearer TOKEN'");

    private Slips() {}

    private static void instead(String sentence, String options) {
        for (var option : options.split(" ", -1)) {
            INSTEAD.put(option, sentence);
        }
    }

    /** Looks at what stands between {@code run} and {@code --}. */
    static void ofRun(List<String> words) throws UsageException {
        String first = null;
        for (int index = 0; index < words.size(); index++) {
            var word = words.get(index);
            if (!word.startsWith("-") || word.equals("-")) {
                if (first == null) {
                    first = word;
                    refuseUrl(word);
                } else {
                    refuseCommand(first);
                }
                continue;
            }
            var name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            var setting = Setting.ofOption(name);
            if (setting == null) {
                refuseCommand(first);
                refuseOption(name);
            } else if (setting.shape() != Shape.FLAG && name.equals(word)) {
                index++; // its value
            }
        }
        if (first != null && PROGRAMS.contains(first)) {
            refuseCommand(first);
        }
    }

    /** Looks at what stands behind a command that uses servers. */
    static void ofTarget(Subcommand verb, List<String> words) throws UsageException {
        for (var word : words) {
            var name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            if (!name.startsWith("-") || verb.option(name) != null) {
                continue;
            }
            var sentence = OF_TARGETS.getOrDefault(name, "");
            if (!sentence.isEmpty()) {
                throw new UsageException(
                        "there is no option " + name + "; " + sentence.formatted(verb.line()));
            }
            if (Setting.ofOption(name) != null) {
                throw UsageException.at(name, "belongs to run; leave it out");
            }
        }
    }

    /** Looks at a first word that is no command of ours. */
    static void ofStart(String word) throws UsageException {
        if (isUrl(word)) {
            throw new UsageException("a URL needs two words before it: tieline run --backend URL");
        }
        var name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        if (Setting.ofOption(name) != null) {
            throw UsageException.at(name, "belongs to run; write tieline run " + name);
        }
        if (isConfiguration(word)) {
            throw UsageException.at(word, "write run before it: tieline run " + word);
        }
        if (PROGRAMS.contains(word) || isFile(word)) {
            throw UsageException.at(
                    word,
                    "write run -- before a command to start: tieline run -- " + word + " ...");
        }
    }

    private static void refuseUrl(String word) throws UsageException {
        if (isUrl(word)) {
            throw new UsageException("a URL goes behind --backend: tieline run --backend URL");
        }
    }

    private static void refuseCommand(@Nullable String first) throws UsageException {
        if (first != null && !isConfiguration(first)) {
            throw UsageException.at(
                    first,
                    "a command to start goes after --; write tieline run [OPTIONS] -- "
                            + first
                            + " ...");
        }
    }

    private static void refuseOption(String name) throws UsageException {
        var sentence = INSTEAD.get(name);
        if (sentence != null) {
            throw new UsageException("there is no option " + name + "; " + sentence);
        }
    }

    private static boolean isUrl(String word) {
        return word.startsWith("http://") || word.startsWith("https://");
    }

    /** Whether it looks like a file that lists servers. */
    static boolean isConfiguration(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        return CONFIGURATIONS.stream().anyMatch(lower::endsWith)
                || (isFile(word) && !Files.isExecutable(Path.of(word)));
    }

    private static boolean isFile(String word) {
        try {
            return Files.isRegularFile(Path.of(word));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
