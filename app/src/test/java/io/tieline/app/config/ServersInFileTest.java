package io.tieline.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where in a file the servers are. */
final class ServersInFileTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'mcpServers': {'a': {}}, 'servers': {'b': {}}}              | mcpServers.a
                    {'x': {'y': {'mcpServers': {'a': {}}}}, 'servers': {'b': {}}} | x.y.mcpServers.a
                    {'p': {'q': {'mcpServers': {'b': {}}}}, 'x': {'mcpServers': {'a': {}}}} | x.mcpServers.a
                    {'servers': {'a': {}}, 'mcp': {'b': {}}}                     | servers.a
                    {'context_servers': {'a': {}}}                               | context_servers.a
                    {'mcp_servers': {'a': {}}}                                   | mcp_servers.a
                    {'mcp': {'servers': {'a': {}}, 'inputs': []}}                | mcp.servers.a
                    {'mcp': {'a': {}}}                                           | mcp.a
                    {'a': {'url': 'u'}}                                          | a
                    {'$schema': 's', 'a': {'url': 'u'}, 'tieline': {}, 'inputs': []} | a
                    {'mcpServers': [{'name': 'a'}]}                              | mcpServers[0]
                    {'servers': [{'name': 'a'}]}                                 | servers[0]
                    """)
    void eachClientsPlaceIsKnown(String file, String path) throws UsageException {
        var root = ConfigSyntax.parse("f", file.replace('\'', '"'));
        var servers = ServersInFile.of(root);
        assertThat(servers).isNotNull();
        assertThat(servers.members("f"))
                .extracting(ServersInFile.Member::path)
                .containsExactly(path);
        assertThat(servers.members("f"))
                .extracting(ServersInFile.Member::name)
                .containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'a': 1}",
                "{'a': {}}",
                "{'a': {'url': 'u'}, 'b': 1}",
                "{'mcpServers': 'a'}",
                "{'a': {'b': {'c': {'d': {'mcpServers': {}}}}}}"
            })
    void aFileMayHoldNone(String file) throws UsageException {
        assertThat(ServersInFile.of(ConfigSyntax.parse("f", file.replace('\'', '"')))).isNull();
    }

    @Test
    void anEntryOfAListHasANameOfItsOwn() {
        assertThatThrownBy(() -> members("{'mcpServers': [{'name': 'a'}, {'name': 'a'}]}"))
                .hasMessage("f: mcpServers[1] is a second server of the name a; rename one");
        assertThatThrownBy(() -> members("{'mcpServers': [{'name': ' '}]}"))
                .hasMessage("f: mcpServers[0] is a server without a name; add \"name\": \"...\"");
        assertThatThrownBy(() -> members("{'mcpServers': ['a']}"))
                .hasMessage("f: mcpServers[0] is a server without a name; add \"name\": \"...\"");
    }

    @Test
    void tomlIsKnownByItsEnding() throws UsageException {
        var text = "[mcp_servers.\"a b\"]\ncommand = 'x' # note\n";
        var servers = ServersInFile.of(ConfigSyntax.parse("F.TOML", text));
        assertThat(servers).isNotNull();
        assertThat(servers.members("f"))
                .extracting(ServersInFile.Member::name)
                .containsExactly("a b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {"a": 1}          | is JSON; rename it so that it ends in .json
                    a = s3cret        | is no valid TOML at line 1; look for a missing quote, bracket or =, or a key that is written twice
                    [a               | is no valid TOML at line 1; look for a missing quote, bracket or =, or a key that is written twice
                    #!/bin/sh         | holds no mcpServers; write {"mcpServers": {"NAME": {"command": "...", "args": [...]}}}
                    """)
    void aMistakeInTomlIsNamed(String text, String problem) {
        assertThatThrownBy(
                        () -> {
                            var root = ConfigSyntax.parse("f.toml", text);
                            throw UsageException.at("f.toml", FileSlips.ofRoot(root));
                        })
                .isInstanceOf(UsageException.class)
                .hasMessage("f.toml: " + problem);
    }

    private static void members(String file) throws UsageException {
        var servers = ServersInFile.of(ConfigSyntax.parse("f", file.replace('\'', '"')));
        assertThat(servers).isNotNull();
        servers.members("f");
    }
}
