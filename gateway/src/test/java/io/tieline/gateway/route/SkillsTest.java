package io.tieline.gateway.route;

import static io.tieline.gateway.route.ListedThings.keys;
import static io.tieline.gateway.route.ListedThings.read;
import static io.tieline.gateway.route.ListedThings.uris;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.Selection;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Scenario 106: the skills of several servers (extension {@code io.modelcontextprotocol/skills}).
 */
@Timeout(20)
final class SkillsTest {

    private static final String GET = "skills/get";
    private static final String FOLDER = "resources/directory/read";
    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    private static Json skill(String name) {
        var root = "skill://" + name;
        return Json.object(
                "uri",
                root + "/SKILL.md",
                "frontmatter",
                Json.object("name", name, "description", "does " + name),
                "resources",
                Json.array(List.of(file(root + "/SKILL.md"), file(root + "/more/a.md"))));
    }

    private static Json file(String uri) {
        return Json.object("uri", uri, "size", 12, "digest", DIGEST);
    }

    /** Serves these skills, and says its text for each URI that is read. */
    private static ScriptedServer skilled(Eras eras, String text, String... names) {
        var skills = Arrays.stream(names).map(SkillsTest::skill).toList();
        var server =
                eras.server()
                        .capabilities(
                                Json.of(
                                        """
                                        {"resources":{},"extensions":{"io.modelcontextprotocol/skills":{"directoryRead":true}}}\
                                        """))
                        .on(
                                "skills/list",
                                request ->
                                        request.answer(Json.object("skills", Json.array(skills))))
                        .on(
                                GET,
                                request ->
                                        request.answer(
                                                Json.object(
                                                        "skill",
                                                        skill(
                                                                nameIn(
                                                                        request.params()
                                                                                .text("uri"))))))
                        .on(
                                FOLDER,
                                request ->
                                        request.answer(
                                                Json.object(
                                                        "resources",
                                                        Json.array(
                                                                List.of(
                                                                        file(
                                                                                request.params()
                                                                                                .text(
                                                                                                        "uri")
                                                                                        + "/a.md"))))));
        ListedThings.lists(server, ListKind.RESOURCES, item -> item);
        ListedThings.lists(server, ListKind.TEMPLATES, item -> item);
        return ListedThings.reads(server, text);
    }

    private static String nameIn(@Nullable String of) {
        var uri = String.valueOf(of);
        return uri.substring("skill://".length(), uri.indexOf('/', "skill://".length()));
    }

    private static FederationWorld world(ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    @ParameterizedTest
    @EnumSource
    void scenario106SkillsAreListedTogetherAndEachIsServedByItsOwner(Eras eras) {
        var git = skilled(eras, "git", "commit");
        var db = skilled(eras, "db", "query", "backup");
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            var listed = ListedThings.list(client, ListKind.SKILLS).list("skills");
            assertThat(listed).containsExactly(skill("commit"), skill("query"), skill("backup"));
            assertThat(client.request(GET, uri("skill://query/SKILL.md")).result().get("skill"))
                    .isEqualTo(skill("query"));
            assertThat(read(client, "skill://query/more/a.md"))
                    .isEqualTo("db skill://query/more/a.md");
            assertThat(read(client, "skill://commit/SKILL.md")).startsWith("git");
            var folder = client.request(FOLDER, uri("skill://backup")).result();
            assertThat(folder.list("resources").getFirst().text("uri"))
                    .isEqualTo("skill://backup/a.md");
            assertThat(uris(git, GET)).isEmpty();
            assertThat(uris(git, FOLDER)).isEmpty();
        }
    }

    private static Json uri(String uri) {
        return Json.object("uri", uri);
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoOfOneUriTheSecondIsNamedAndItsDigestsHold(Eras eras) {
        var git = skilled(eras, "git", "deploy");
        var db = skilled(eras, "db", "deploy");
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            assertThat(keys(client, ListKind.SKILLS))
                    .containsExactly("skill://deploy/SKILL.md", "db+skill://deploy/SKILL.md");
            var second = ListedThings.list(client, ListKind.SKILLS).list("skills").getLast();
            var file = second.list("resources").getLast();
            assertThat(file).isEqualTo(file("db+skill://deploy/more/a.md"));
            assertThat(second.get("frontmatter")).isEqualTo(skill("deploy").get("frontmatter"));
            assertThat(read(client, "db+skill://deploy/more/a.md"))
                    .isEqualTo("db db+skill://deploy/more/a.md");
            assertThat(read(client, "skill://deploy/more/a.md")).startsWith("git");
            var got = client.request(GET, uri("db+skill://deploy/SKILL.md")).result();
            assertThat(got.get("skill")).isEqualTo(second);
            var folder = client.request(FOLDER, uri("db+skill://deploy/more")).result();
            assertThat(folder.list("resources").getFirst().text("uri"))
                    .isEqualTo("db+skill://deploy/more/a.md");
            assertThat(uris(db, Method.RESOURCES_READ)).containsExactly("skill://deploy/more/a.md");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSkillIsFoundByAClientThatHasListedNone(Eras eras) {
        try (var world = world(skilled(eras, "git", "commit"), skilled(eras, "db", "query"))) {
            assertThat(read(world.client(eras.client()), "skill://query/more/a.md"))
                    .startsWith("db");
            var got =
                    world.client(eras.client())
                            .request(GET, uri("skill://query/SKILL.md"))
                            .result();
            assertThat(got.get("skill")).isEqualTo(skill("query"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFilesOfASkillThatIsNotListedFollowIt(Eras eras) {
        var git = ListedThings.resources(eras.server(), "git", "file:///readme");
        var db = skilled(eras, "db");
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            keys(client, ListKind.RESOURCES);
            assertThat(client.request(GET, uri("skill://hidden/SKILL.md")).result().get("skill"))
                    .isEqualTo(skill("hidden"));
            assertThat(read(client, "skill://hidden/more/a.md")).startsWith("db");
            assertThat(uris(git, Method.RESOURCES_READ)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHiddenSkillIsNeitherListedNorReached(Eras eras) {
        var none = Selection.ALL.withExclude(List.of("skill://*"));
        var git = skilled(eras, "git", "commit");
        var db = skilled(eras, "db", "query");
        try (var world =
                FederationWorld.plan()
                        .with("git", git)
                        .with("db", db, m -> m.withExposure(Exposure.ALL.withResources(none)))
                        .open()) {
            var client = world.client(eras.client());
            assertThat(keys(client, ListKind.SKILLS)).containsExactly("skill://commit/SKILL.md");
            var error = client.request(GET, uri("skill://query/SKILL.md")).error();
            assertThat(error.code()).isIn(ErrorCode.INVALID_PARAMS, ErrorCode.RESOURCE_NOT_FOUND);
            assertThat(uris(db, GET)).isEmpty();
        }
    }
}
