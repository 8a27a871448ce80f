package io.tieline.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.wire.MalformedException.Meant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LooseReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":NaN}}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":-Infinity}}",
                "{\"jsonrpc\":\"2.0\",\"id\":7.0,\"result\":{\"x\":NaN}}",
                "{\"result\":{\"x\":NaN},\"jsonrpc\":\"2.0\",\"id\":7}",
                "{\"result\":{\"id\":8,\"x\":[{\"id\":9,\"method\":\"m\"}],\"y\":undefined},\"id\":7,\"jsonrpc\":\"2.0\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":\"a\tb\u0001\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":\"\u00ff\u00fe\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":\"\\x41\\\"} \"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":\"say \"hi\" now\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}} trailing",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"te",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{},}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"x\",\"result\":NaN}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":null,\"result\":NaN}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"x\",\"result\":null,\"error\":{},}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603,\"message\":'x'}}",
                "{\"jsonrpc\": \"2.0\" , \"id\" : 7 , \"result\": [1,],}",
                "Server ready {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}",
                "[INFO] {level} {\"a\":1} {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}",
                "\u001b[32mok\u001b[0m {{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}",
            })
    void findsTheIdOfAnAnswerThatCannotBeRead(String text) {
        MalformedException malformed = malformed(text.getBytes(ISO_8859_1));
        assertThat(malformed.meant()).isEqualTo(Meant.RESPONSE);
        assertThat(malformed.answers()).isEqualTo(Id.of(7));
        assertThat(malformed.id()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"x\",\"params\":{\"x\":NaN}}",
                "{\"method\":\"x\",\"params\":{\"id\":1,\"result\":{}},\"jsonrpc\":\"2.0\",\"id\":\"a\",}",
                "{\"jsonrpc\":\"2.0\",\"id\":\"\\u0061\",\"method\":\"x\",\"par",
                "ready {\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"x\",\"result\":null,\"error\": null,}"
            })
    void findsTheIdOfARequestThatCannotBeRead(String text) {
        MalformedException malformed = malformed(text.getBytes(ISO_8859_1));
        assertThat(malformed.meant()).isEqualTo(Meant.REQUEST);
        assertThat(malformed.id()).isEqualTo(Id.of("a"));
        assertThat(malformed.answers()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Server ready",
                "{ready}",
                "{\"level\":\"info\",\"id\":7,\"result\":NaN}",
                "{\"x\":{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}},}",
                "{\"jsonrpc\":\"2.0\",\"id\":7",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"res",
                "{\"a\":\"{\\\"jsonrpc\\\":\\\"2.0\\\",\\\"id\\\":7,\\\"result\\\":{}}\"",
                "{'jsonrpc': '2.0', 'id': 7, 'result': {}}",
                "}{]["
            })
    void takesNothingElseForAMessage(String text) {
        assertThat(malformed(text.getBytes(ISO_8859_1)).meant()).isEqualTo(Meant.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"result\":{},\"jsonrpc\":\"2.0\",\"id\":7",
                "{\"result\":{},\"jsonrpc\":\"2.0\",\"id\":\"7",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"id\":7,\"result\":NaN}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":NaN}",
                "{\"jsonrpc\":\"2.0\",\"id\":NaN,\"result\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":[7],\"result\":1,}",
                "{\"jsonrpc\":\"2.0\",\"result\":1,}",
                "{\"jsonrpc\":\"2.0\",\"id\":7x,\"result\":1}"
            })
    void takesNoIdThatIsInDoubt(String text) {
        MalformedException malformed = malformed(text.getBytes(ISO_8859_1));
        assertThat(malformed.meant()).isEqualTo(Meant.RESPONSE);
        assertThat(malformed.answers()).isNull();
    }

    @Test
    void anIdTooLongToKeepIsNone() {
        String text =
                "{\"jsonrpc\":\"2.0\",\"id\":\"" + "a".repeat(1_000_000) + "\",\"result\":1,}";
        assertThat(malformed(text.getBytes(UTF_8)).answers()).isNull();
    }

    @Test
    void aRecordWithoutAVersionIsNoMessageThoughItsIdIsKnown() {
        MalformedException malformed = malformed("{\"id\":7,\"result\":{}}".getBytes(UTF_8));
        assertThat(malformed.meant()).isEqualTo(Meant.NOTHING);
        assertThat(malformed.answers()).isEqualTo(Id.of(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":7,\"result\":{\"content\":[]}}",
                "{\"id\":7,\"error\":null,\"method\":null,\"result\":{\"tools\":[]}}",
                "{\"id\":7,\"error\":{\"code\":-32000,\"message\":\"Out of ink\"}}"
            })
    void anAnswerThatLacksItsVersionIsMeantAsOneAndMayBeAPrint(String text) {
        MalformedException malformed = malformed(text.getBytes(UTF_8));
        assertThat(malformed.meant()).isEqualTo(Meant.RESPONSE);
        assertThat(malformed.answers()).isEqualTo(Id.of(7));
        assertThat(malformed.isPrinted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":7,\"result\":{\"rows\":[]}}",
                "{\"id\":7,\"result\":{\"content\":[]},\"level\":30}",
                "{\"id\":7,\"result\":\"content\"}",
                "{\"id\":7,\"error\":\"Out of ink\"}",
                "{\"id\":null,\"result\":{\"content\":[]}}",
                "{\"result\":{\"content\":[]}}",
                "{\"id\":7,\"method\":\"x\"}"
            })
    void aRecordIsNoAnswerWithoutAVersion(String text) {
        assertThat(malformed(text.getBytes(UTF_8)).meant()).isEqualTo(Meant.NOTHING);
    }

    @Test
    void aNotificationIsToldFromARequest() {
        String text = "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{\"x\":NaN}}";
        assertThat(malformed(text.getBytes(UTF_8)).meant()).isEqualTo(Meant.NOTIFICATION);
    }

    @Test
    void saysThatOtherTextStoodBefore() {
        String text = "Server\tready {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}";
        MalformedException malformed = malformed(text.getBytes(UTF_8));
        assertThat(malformed.isPrinted()).isTrue();
        assertThat(malformed)
                .hasMessage(
                        "other text stands before the message:"
                                + " \"Server\\tready {\"jsonrpc\":\"2.0\",\"id\":7,\"re...\"");
        assertThat(malformed("{\"id\":1,}".getBytes(UTF_8)).isPrinted()).isFalse();
    }

    @Test
    void aMessageBeyondALimitTellsItsIdAsWell() {
        byte[] text = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":[[]]}}".getBytes(UTF_8);
        Limits shallow = new Limits(1000, 3, 1);
        Limits small = new Limits(10, 64, 1);
        for (Limits limits : new Limits[] {shallow, small}) {
            assertThat(
                            catchThrowableOfType(
                                            MalformedException.class,
                                            () -> Message.parse(text, limits))
                                    .answers())
                    .isEqualTo(Id.of(7));
        }
    }

    @Test
    void findsTheSameHoweverTheBytesAreCut() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] pieces =
                "{{}}[],,::\"\"\\ 17\"jsonrpc\":\"id\":\"result\":\"method\":\"2.0\""
                        .getBytes(UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] text = new byte[random.nextInt(80)];
            for (int i = 0; i < text.length; i++) {
                text[i] = pieces[random.nextInt(pieces.length)];
            }
            LooseReader cut = new LooseReader();
            for (int i = 0; i < text.length; i++) {
                cut.feed(text, i, i + 1);
            }
            assertThat(cut.traces()).isEqualTo(LooseReader.of(text, 0, text.length).traces());
        }
    }

    private static MalformedException malformed(byte[] bytes) {
        return catchThrowableOfType(
                MalformedException.class, () -> Message.parse(bytes, Limits.DEFAULT));
    }
}
