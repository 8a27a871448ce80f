package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.McpClient;
import io.tieline.stdio.StdioCommand;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 180: a child that prints on its stdout, and answers what cannot be read. */
@Timeout(60)
final class UnreadableScenariosTest {

    /**
     * Answers each tool in a way of its own, and prints before and between: banners, objects, and
     * one whose id is that of the call.
     */
    private static final String SERVER =
            """
            answer() { printf '{"jsonrpc":"2.0","id":%s,"result":{"content":[{"type":"text","text":"%s"}]%s}}\\n' "$1" "$2" "$3"; }
            i=0; while [ $i -lt 30 ]; do echo 'Starting ...'; i=$((i+1)); done
            while IFS= read -r line; do
              id=$(printf '%s' "$line" | sed -n 's/.*"id":\\([0-9][0-9]*\\).*/\\1/p')
              if [ -n "$id" ]; then printf '{"level":30,"id":%s,"result":"printed"}\\n' "$id"; fi
              case "$line" in
                *'"server/discover"'*) printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"?"}}\\n' "$id" ;;
                *'"initialize"'*) printf '{"jsonrpc":"2.0","id":"%s","result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"odd","version":"1"}}}\\n' "$id" ;;
                *'"text-id"'*) answer "\\"$id\\"" fine ;;
                *'"decimal-id"'*) answer "$id.0" fine ;;
                *'"prints"'*) yes '{"print":1}' | head -n 1000; printf '\\033[32mdone\\033[0m\\r\\n\\n \\n'; answer "$id" fine ;;
                *'"repeats"'*) printf 'sending '; answer "$id" fine; answer "$id" fine ;;
                *'"nan"'*) answer "$id" x ',"score":NaN' ;;
                *'"tab"'*) answer "$id" "$(printf 'a\\tb')" ;;
                *'"bytes"'*) answer "$id" "$(printf 'a\\377b')" ;;
                *'"glued"'*) printf 'done. '; answer "$id" x ;;
                *'"cut"'*) printf '{"jsonrpc":"2.0","id":%s,"result":{"content":[{"ty\\n' "$id" ;;
                *'"no-result"'*) printf '{"jsonrpc":"2.0","id":%s}\\n' "$id" ;;
                *'"null-id"'*) printf '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"What?"}}\\n' ;;
                *'"no-id"'*) printf '{"jsonrpc":"2.0","error":{"code":-32603,"message":"What?"}}\\n' ;;
              esac
            done
            """;

    private static final Map<String, String> REASONS =
            Map.of(
                    "nan", "NaN",
                    "tab", "control character",
                    "bytes", "malformed UTF-8",
                    "glued", "other text stands before",
                    "cut", "end of input",
                    "no-result", "result or an error");

    @ParameterizedTest
    @EnumSource(Transport.class)
    void scenario180CallsWorkOrFailAtOnceWithTheReason(Transport front) throws Exception {
        var pairing = new Pairing(front, Transport.STDIO);
        try (var setup = Setup.of(pairing, StdioCommand.of("sh", "-c", SERVER));
                var client = setup.client().connect()) {
            for (var tool : List.of("text-id", "decimal-id", "prints", "repeats")) {
                assertThat(client.callTool(tool).text()).as(tool).isEqualTo("fine");
            }
            for (var tool : REASONS.entrySet()) {
                var failure = failure(client, tool.getKey());
                assertThat(failure.error().code())
                        .as(tool.getKey())
                        .isEqualTo(ErrorCode.BACKEND_BROKE_PROTOCOL);
                assertThat(failure.error().message())
                        .contains("cannot be read")
                        .contains(tool.getValue());
                assertThat(client.callTool("prints").text()).isEqualTo("fine");
            }
            assertThat(failure(client, "null-id").error().code()).isEqualTo(-32700);
            assertThat(failure(client, "no-id").error().message()).isEqualTo("What?");
            assertThat(client.callTool("prints").text()).isEqualTo("fine");
        }
    }

    private static McpException failure(McpClient client, String tool) {
        return catchThrowableOfType(McpException.class, () -> client.callTool(tool));
    }
}
