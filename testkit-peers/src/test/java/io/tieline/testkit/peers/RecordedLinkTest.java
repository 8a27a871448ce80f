package io.tieline.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class RecordedLinkTest {

    private static final LinkFailure GONE = LinkFailure.of(LinkFailure.Kind.GONE, "killed");

    private final RecordedLink link = new RecordedLink(Map.of("a", "1"));

    @Test
    void messagesAreTakenOnceAndInOrder() {
        link.received(Notification.of(Method.INITIALIZED, null));
        link.received(Notification.of(Method.PROGRESS, null));
        assertThat(link.method()).isEqualTo(Method.INITIALIZED);
        assertThat(link.message()).contains(Method.PROGRESS);
        assertThat(link.isEmpty()).isTrue();
        assertThat(link.messages()).isEqualTo(2);
    }

    @Test
    void whoWaitsForAMessageIsToldOfTheEndInstead() {
        link.closed(GONE);
        assertThatThrownBy(link::next)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("killed");
    }

    @Test
    void anUnreadableAnswerDoesNotStandInTheWayOfMessages() throws Exception {
        MalformedException why;
        try {
            Texts.parse("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":1}");
            throw new AssertionError("That can be read");
        } catch (MalformedException expected) {
            why = expected;
        }
        link.unreadable(why);
        link.received(Notification.of(Method.PROGRESS, null));
        assertThat(link.method()).isEqualTo(Method.PROGRESS);
        assertThat(link.unreadable()).isSameAs(why);
    }

    @Test
    void theEndSaysWhatHadArrivedAndWhatHadNeverLeft() {
        assertThat(link.messagesAtTheEnd()).isEqualTo(-1);
        link.received(Notification.of(Method.PROGRESS, null));
        link.closed(GONE, Set.of(Id.of(7)));
        link.received(Notification.of(Method.PROGRESS, null));
        assertThat(link.messagesAtTheEnd()).isEqualTo(1);
        assertThat(link.neverLeft()).containsExactly(Id.of(7));
        assertThat(link.ends()).isEqualTo(1);
    }

    @Test
    void signsOfLifeAreCountedAndAreNoMessages() {
        link.heard();
        link.heard();
        assertThat(link.signsOfLife()).isEqualTo(2);
        assertThat(link.isEmpty()).isTrue();
    }

    @Test
    void aStreamCarriesItsHeadersAndItsFailure() {
        link.failed(GONE);
        assertThat(link.headers()).containsExactly(Map.entry("a", "1"));
        assertThat(link.failure()).isEqualTo(GONE);
        assertThat(link.ends()).isZero();
    }
}
