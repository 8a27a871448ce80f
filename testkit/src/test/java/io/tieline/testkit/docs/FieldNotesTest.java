package io.tieline.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.odd.OddClient;
import io.tieline.testkit.odd.OddClients;
import io.tieline.testkit.odd.OddServer;
import io.tieline.testkit.odd.OddServers;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the field notes name is in the corpus of odd peers. */
final class FieldNotesTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\|.*\\|([^|]+)\\|$");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9]+(?:-[a-z0-9]+)*)`");

    @Test
    void everyOddPeerThatIsNamedExists() {
        var known =
                Stream.concat(
                                OddServers.all().stream().map(OddServer::name),
                                OddClients.all().stream().map(OddClient::name))
                        .collect(Collectors.toSet());
        assertThat(named()).hasSizeGreaterThan(20).isSubsetOf(known);
    }

    private static List<String> named() {
        var page = Pages.text(Pages.root().resolve("docs").resolve("field-notes.md"));
        return ROW.matcher(page)
                .results()
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .toList();
    }
}
