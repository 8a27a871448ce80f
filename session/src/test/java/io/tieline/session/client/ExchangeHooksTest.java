package io.tieline.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Hooks add to one another: none takes the place of one that was there before. */
final class ExchangeHooksTest {

    private final ExchangeHooks hooks = new ExchangeHooks();
    private final List<String> heard = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();

    private static Result result(String text) {
        return Result.of(Id.of(1), Json.object("text", text));
    }

    private static String text(@Nullable Response seen) {
        return seen instanceof Result result ? String.valueOf(result.result().text("text")) : "-";
    }

    private void change(String name) {
        hooks.addChange(response -> result(text(response) + name));
    }

    @Test
    void anAnswerPassesAsItIsWithoutHooks() {
        assertThat(text(hooks.filter(result("a")))).isEqualTo("a");
    }

    @Test
    void theLastFilterSeesTheAnswerFirst() {
        change("1");
        change("2");
        assertThat(text(hooks.filter(result("a")))).isEqualTo("a21");
    }

    @Test
    void eachFilterSeesOneAnswer() {
        change("1");
        hooks.filter(result("a"));
        assertThat(text(hooks.filter(result("b")))).isEqualTo("b");
    }

    @Test
    void aFilterThatHoldsKeepsTheAnswerFromThoseBehindIt() {
        change("1");
        hooks.addHold(response -> heard.add(text(response)));
        change("2");
        assertThat(hooks.filter(result("a"))).isNull();
        assertThat(heard).containsExactly("a2");
        assertThat(text(hooks.filter(result("b")))).isEqualTo("b1");
    }

    @Test
    void nobodyHoldsAnAnswerThatIsReleased() {
        hooks.addHold(response -> heard.add("held"));
        change("1");
        hooks.releaseAnswer();
        assertThat(text(hooks.filter(result("a")))).isEqualTo("a1");
        assertThat(heard).isEmpty();
    }

    @Test
    void aNotificationPassesIfAllLetItPass() {
        var progress = Notification.of(Method.PROGRESS, null);
        assertThat(hooks.passes(progress)).isTrue();
        hooks.addScreen(one -> true);
        assertThat(hooks.passes(progress)).isTrue();
        hooks.addScreen(one -> !one.method().equals(Method.PROGRESS));
        assertThat(hooks.passes(progress)).isFalse();
        hooks.addScreen(one -> true);
        assertThat(hooks.passes(progress)).isFalse();
    }

    @Test
    void allHearOfTheCancellationInOrder() {
        hooks.addCancellation(why -> heard.add("1 " + why));
        hooks.addCancellation(why -> heard.add("2 " + why));
        hooks.addCancellation(why -> heard.add("3 " + why));
        hooks.tellCancelled(Json.string("enough"), faults::add);
        assertThat(heard).containsExactly("1 \"enough\"", "2 \"enough\"", "3 \"enough\"");
    }

    @Test
    void aListenerThatFailsKeepsNobodyFromTheCancellation() {
        hooks.addCancellation(why -> heard.add("1"));
        hooks.addCancellation(why -> {
            throw new IllegalStateException("broken");
        });
        hooks.addCancellation(why -> heard.add("3"));
        hooks.tellCancelled(null, faults::add);
        assertThat(heard).containsExactly("1", "3");
        assertThat(faults).hasSize(1);
    }

    @Test
    void withoutAListenerNothingIsToldOfACancellation() {
        hooks.tellCancelled(null, faults::add);
        assertThat(faults).isEmpty();
    }

    @Test
    void allHearThatTheReaderIsSlow() {
        hooks.tellPressure(true);
        hooks.addPressure(tooMuch -> heard.add("1 " + tooMuch));
        hooks.addPressure(tooMuch -> heard.add("2 " + tooMuch));
        hooks.tellPressure(false);
        assertThat(heard).containsExactly("1 false", "2 false");
    }

    @Test
    void allHearOfTheEnd() {
        hooks.addOver(() -> heard.add("1"));
        hooks.addOver(() -> heard.add("2"));
        hooks.tellOver();
        assertThat(heard).containsExactly("1", "2");
    }
}
