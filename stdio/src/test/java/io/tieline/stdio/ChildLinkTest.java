package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.testkit.peers.RecordedLink;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How messages travel to a child and back. */
class ChildLinkTest {

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void messagesTravelBothWaysInTheirOrder() {
        var echo = rig.shell("cat");
        for (int i = 0; i < 500; i++) {
            echo.request(i, "ping");
        }
        for (int i = 0; i < 500; i++) {
            var back = (Request) echo.heard().next();
            assertThat(back.id().json()).isEqualTo(Json.number(i));
        }
    }

    @Test
    void messagesGivenBeforeTheChildRunsAreNotLost() {
        var echo = rig.shell("sleep 0.1; cat");
        echo.tell("first");
        echo.tell("second");
        assertThat(echo.heard().method()).isEqualTo("first");
        assertThat(echo.heard().method()).isEqualTo("second");
    }

    @Test
    void itCannotTellWhichRequestAMessageBelongsTo() {
        assertThat(rig.shell("cat").link().attributes()).isFalse();
    }

    @Test
    void aMessageWithLineBreaksLeavesAsOneLine() throws MalformedException {
        var echo = rig.shell("cat");
        var text = "{\"jsonrpc\":\"2.0\",\r\n \"method\":\"a\\nb\"\n}";
        echo.link().send(Message.parse(text.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT));
        assertThat(echo.heard().method()).isEqualTo("a\nb");
    }

    @Test
    void aMessageThatArrivesByteByByteIsOneMessage() {
        var text = "{\"jsonrpc\":\"2.0\",\"method\":\"gr\\u00fc\u00df\ud83d\ude00\"}";
        var slow = rig.shell("printf '%s\\n' '" + text + "' | dd bs=1 2>/dev/null; cat");
        assertThat(slow.heard().method()).isEqualTo("gr\u00fc\u00df\ud83d\ude00");
    }

    @Test
    void aLastLineWithoutItsEndIsDelivered() {
        var child = rig.shell("printf '{\"jsonrpc\":\"2.0\",\"method\":\"last\"}'");
        assertThat(child.heard().end().kind()).isEqualTo(Kind.GONE);
        assertThat(child.heard().method()).isEqualTo("last");
    }

    @Test
    void aMessageOfSeveralMegabytesTravelsWhole() {
        var echo = rig.shell("cat");
        var payload = "x".repeat(8 * 1024 * 1024);
        echo.link().send(Notification.of("big", Json.object("payload", payload)));
        var back = (Notification) echo.heard().next();
        assertThat(back.params()).isNotNull();
        assertThat(back.params().text("payload")).hasSize(payload.length());
    }

    @Test
    void aBatchIsTakenApartAlsoWhereTheRevisionHasNone() {
        var batch =
                "[{\"jsonrpc\":\"2.0\",\"method\":\"a\"},{\"jsonrpc\":\"2.0\",\"method\":\"b\"}]";
        var child =
                rig.shell(
                        "echo '"
                                + batch
                                + "'; read line; echo '"
                                + batch
                                + "'; echo \"$line\"; cat");
        assertThat(child.heard().method()).isEqualTo("a");
        assertThat(child.heard().method()).isEqualTo("b");
        child.link().opened(Revision.V2025_06_18);
        child.tell("after");
        assertThat(child.heard().method()).isEqualTo("a");
        assertThat(child.heard().method()).isEqualTo("b");
        assertThat(child.heard().method()).isEqualTo("after");
        assertThat(rig.observer.counted()).isEmpty();
    }

    @Test
    void printsAreSkippedHoweverManyThereAre() {
        var child =
                rig.shell(
                        "yes 'Listening on stdio' | head -n 10000; printf '\\033[32mok\\033[0m\\r\\n\\n \\n';"
                                + " echo '{\"jsonrpc\":\"2.0\",\"method\":\"good\"}';"
                                + " yes '{\"level\":30,\"id\":7,\"result\":1}' | head -n 10000; printf '\\377\\n';"
                                + " printf '\\357\\273\\277{\"jsonrpc\":\"2.0\",\"method\":\"again\"}\\r\\n'; cat");
        assertThat(child.heard().method()).isEqualTo("good");
        assertThat(child.heard().method()).isEqualTo("again");
        assertThat(rig.observer.counted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes garbage", "yes garbage | tr -d '\\n'"})
    void aFloodWithoutAnyMessageEndsTheLinkAndSaysWhatItMet(String flood) {
        var child = rig.shell(flood);
        assertThat(child.heard().end().kind()).isEqualTo(Kind.BROKE_PROTOCOL);
        assertThat(child.heard().end().message()).contains("16 MiB").contains("10 s");
    }

    @Test
    void aLineBeyondTheLimitFailsItsCallAndNothingElse() {
        var settings = Rig.QUICK.withLimits(new Limits(1000, 64, 100));
        var child =
                rig.shell(
                        "printf '{\"result\":{\"x\":\"'; head -c 200000 /dev/zero | tr '\\0' a;"
                                + " echo '\"},\"jsonrpc\":\"2.0\",\"id\":7}'; cat",
                        settings);
        var why = child.heard().unreadable();
        assertThat(why.answers()).isEqualTo(Id.of(7));
        assertThat(why).hasMessageContaining("1000 bytes").hasMessageContaining("--max-message");
        child.tell("after");
        assertThat(child.heard().method()).isEqualTo("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"result\":{\"x\":\"", "{\"jsonrpc\":\"2.0\",\"result\":{\"x\":\""})
    void anAnswerBeyondTheLimitIsNoFloodHoweverLongItIs(String beginning) {
        var settings = Rig.QUICK.withLimits(new Limits(1000, 64, 100));
        var child =
                rig.shell(
                        "printf '"
                                + beginning
                                + "'; head -c 20000000 /dev/zero | tr '\\0' a;"
                                + " echo '\"},\"jsonrpc\":\"2.0\",\"id\":7}'; cat",
                        settings);
        assertThat(child.heard().unreadable()).hasMessageContaining("--max-message");
        child.tell("after");
        assertThat(child.heard().method()).isEqualTo("after");
    }

    @Test
    void anAnswerThatCannotBeReadIsNoFloodEither() {
        var child =
                rig.shell(
                        "printf '{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":\"';"
                                + " head -c 20000000 /dev/zero | tr '\\0' a; echo '\",}}'; cat");
        assertThat(child.heard().unreadable().answers()).isEqualTo(Id.of(7));
        child.tell("after");
        assertThat(child.heard().method()).isEqualTo("after");
    }

    @Test
    void twoMessagesOnOneLineAreTwoMessages() {
        var child =
                rig.shell(
                        "echo '{\"jsonrpc\":\"2.0\",\"method\":\"a\"}{\"jsonrpc\":\"2.0\",\"method\":\"b\"}';"
                                + " echo '{\"level\":30} {\"jsonrpc\":\"2.0\",\"method\":\"c\"}';"
                                + " echo '{\"jsonrpc\":\"2.0\",\"method\":\"d\"}{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":NaN}'; cat");
        for (var method : List.of("a", "b", "c", "d")) {
            assertThat(child.heard().method()).isEqualTo(method);
        }
        assertThat(child.heard().unreadable().answers()).isEqualTo(Id.of(7));
    }

    @Test
    void anAnswerOverManyLinesFailsItsCall() {
        var child =
                rig.shell(
                        "printf '{\\n\"jsonrpc\":\"2.0\",\\n\"id\":7,\\n\"result\":{}\\n}\\n'; cat");
        var why = child.heard().unreadable();
        assertThat(why.answers()).isEqualTo(Id.of(7));
        assertThat(why).hasMessageContaining("on one line");
    }

    /** By the time that its answer would have come, another call may be the only one. */
    @Test
    void aPrintThatNamesNoCallFailsNone() {
        var child =
                rig.shell(
                        "echo 'E: {\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1,\"message\":\"\"}}';"
                                + " echo 'sent {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}'; cat");
        assertThat(child.heard().unreadable().answers()).isEqualTo(Id.of(7));
    }

    /** The reason goes to clients. */
    @Test
    void noSecretStandsInTheReason() {
        var command =
                StdioCommand.of(
                                "sh",
                                "-c",
                                "echo '{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"key\":hunter2hunter2}}'; cat")
                        .env("KEY", "hunter2hunter2");
        var why = rig.connect(command, Rig.QUICK).heard().unreadable();
        assertThat(why.answers()).isEqualTo(Id.of(7));
        assertThat(why.getMessage()).contains("secret").doesNotContain("hunter");
    }

    @Test
    void aPrintThatRepeatsAQuestionIsNotAnswered() {
        var child =
                rig.shell(
                        "echo 'sent {\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"roots/list\"}'; cat");
        child.tell("after");
        assertThat(child.heard().method()).isEqualTo("after");
    }

    @Test
    void anAnswerBehindOtherTextIsToldOnceTheAnswerItselfHadAMomentToCome() {
        var answer = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}";
        var child = rig.shell("echo 'sent " + answer + "'; echo '" + answer + "'; cat");
        assertThat(child.heard().next()).isInstanceOf(Result.class);
        var why = child.heard().unreadable();
        assertThat(why.answers()).isEqualTo(Id.of(7));
        assertThat(why).hasMessageContaining("other text").hasMessageContaining("sent {");
    }

    @Test
    void oneBadMessageInABatchSaysNothingOfTheOthers() {
        var child =
                rig.shell(
                        "echo '[{\"jsonrpc\":\"2.0\",\"method\":\"a\"},"
                                + "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":NaN}},"
                                + "{\"jsonrpc\":\"2.0\",\"method\":\"b\"}]'; cat");
        assertThat(child.heard().method()).isEqualTo("a");
        assertThat(child.heard().method()).isEqualTo("b");
        assertThat(child.heard().unreadable().answers()).isEqualTo(Id.of(7));
    }

    @Test
    void aMalformedQuestionIsAnsweredWithAnError() {
        var child =
                rig.shell(
                        "echo '{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"roots/list\",\"params\":[]}'; cat");
        var answer = (Failure) child.heard().next();
        assertThat(answer.id()).hasToString("7");
        assertThat(answer.error().code()).isEqualTo(-32600);
    }

    @Test
    void aMalformedAnswerIsToldWithTheIdOfItsCall() {
        var child =
                rig.shell("echo '{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":1,\"error\":2}'; cat");
        assertThat(child.heard().unreadable().answers()).isEqualTo(Id.of(7));
    }

    @Test
    void resultsAreDeliveredAsTheyCame() {
        var line = "{ \"result\":{\"n\":1e400} ,\"id\":\"a\",\"jsonrpc\":\"2.0\"}";
        var child = rig.shell("echo '" + line + "'; cat");
        assertThat(((Result) child.heard().next()).json()).hasToString(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-program-anywhere", "./no/such/file", "/no/such/file"})
    void aCommandThatDoesNotExistIsNamed(String command) {
        var child = rig.connect(StdioCommand.of(command, "secret-argument"), Rig.QUICK);
        child.link().request(Request.of(Id.of(1), "ping", null), new RecordedLink());
        var end = child.heard().end();
        assertThat(end.kind()).isEqualTo(Kind.GONE);
        assertThat(end.executed()).isEqualTo(Executed.NO);
        assertThat(end.message())
                .contains("'" + command + "'")
                .containsAnyOf("install it", "check its path")
                .doesNotContain("secret");
        assertThat(child.heard().neverLeft()).containsExactly(Id.of(1));
        assertThat(rig.children.size()).isZero();
    }

    @Test
    void aFileThatIsNoProgramIsNamed() {
        var child = rig.connect(StdioCommand.of("/etc/passwd"), Rig.QUICK);
        assertThat(child.heard().end().message()).contains("'/etc/passwd'").contains("chmod +x");
    }

    @Test
    void aWorkingDirectoryThatDoesNotExistIsNamed() {
        var command = StdioCommand.of("cat").in(Path.of("/no/such/folder"));
        var child = rig.connect(command, Rig.QUICK);
        assertThat(child.heard().end().message()).contains("/no/such/folder").contains("create it");
    }

    @Test
    void aProgramRunsInItsDirectory() {
        var script = "printf '{\"jsonrpc\":\"2.0\",\"method\":\"%s\"}\\n' \"$PWD\"; cat";
        var command = StdioCommand.of("sh", "-c", script).in(Path.of("/usr"));
        assertThat(rig.connect(command, Rig.QUICK).heard().method()).isEqualTo("/usr");
    }
}
