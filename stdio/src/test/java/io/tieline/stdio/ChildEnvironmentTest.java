package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a child sees of our environment (threat T14). */
class ChildEnvironmentTest {

    private static final String SHOW =
            "printf '{\"jsonrpc\":\"2.0\",\"method\":\"%s\"}\\n' \"$(env | sort | tr '\\n' ' ')\"; cat";

    @Test
    void aSecretOfOursReachesNoChild() {
        var ours = new HashMap<>(System.getenv());
        ours.put("CANARY_TOKEN", "canary");
        ours.put("LD_PRELOAD_CANARY", "canary");
        ours.put("path", "canary");
        try (var rig = new Rig(ours)) {
            assertThat(show(rig, Map.of())).contains("PATH=").doesNotContain("canary");
        }
    }

    @Test
    void theAllowListAndWhatIsConfiguredReachIt() {
        var ours =
                Map.of(
                        "PATH", System.getenv("PATH"),
                        "HOME", "/home/somebody",
                        "LANG", "C.UTF-8",
                        "LC_TIME", "C",
                        "TERM", "dumb",
                        "USER", "somebody");
        try (var rig = new Rig(ours)) {
            assertThat(show(rig, Map.of("API_KEY", "given", "HOME", "/elsewhere")))
                    .contains("HOME=/elsewhere")
                    .contains("LANG=C.UTF-8")
                    .contains("LC_TIME=C")
                    .contains("TERM=dumb")
                    .contains("USER=somebody")
                    .contains("API_KEY=given");
        }
    }

    @Test
    void theCommandIsLookedUpOnThePathThatTheChildGets() {
        try (var rig = new Rig()) {
            var command = StdioCommand.of("cat").withEnvironment(Map.of("PATH", "/no/such/folder"));
            assertThat(rig.connect(command, Rig.QUICK).heard().end().message())
                    .contains("'cat' was not found on PATH");
        }
    }

    private static String show(Rig rig, Map<String, String> configured) {
        var command = StdioCommand.of("sh", "-c", SHOW).withEnvironment(configured);
        return rig.connect(command, Rig.QUICK).heard().method();
    }
}
