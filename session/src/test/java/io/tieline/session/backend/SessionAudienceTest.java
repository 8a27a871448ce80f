package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Question;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The listener of a session leaves, and another one comes. */
final class SessionAudienceTest {

    /** What a listener has heard, by name. */
    private static final class Listener implements BackendSession.Listener {

        private final List<String> heard = new ArrayList<>();

        @Override
        public void opened(BackendSession session, Json initializeResult) {
            heard.add("opened");
        }

        @Override
        public void closed(BackendSession session, LinkFailure failure) {
            heard.add("closed");
        }

        @Override
        public void told(BackendSession session, Notification notification) {
            heard.add("told");
        }

        @Override
        public void asked(BackendSession session, Question question) {
            heard.add("asked");
        }
    }

    private static final LinkFailure GONE = LinkFailure.of(Kind.GONE, "Gone");

    private final BackendWorld world = BackendWorld.greeting();
    private final Listener first = new Listener();
    private final Listener next = new Listener();
    private final SessionAudience audience = new SessionAudience(world.session, first);
    private final SessionUses uses = new SessionUses(world.clock);

    private void leave() {
        audience.leave("enough");
        uses.end();
    }

    private static Question question(List<Json> answers) {
        var request = Request.of(Id.of(1), Method.ROOTS_LIST, null);
        return new Question(request, (question, response) -> answers.add(response.json()));
    }

    @Test
    void aListenerHearsEverything() {
        audience.tellOpened(Json.EMPTY_OBJECT);
        audience.tell(Notification.of(Method.TOOLS_LIST_CHANGED, null));
        audience.ask(question(new ArrayList<>()));
        audience.tellClosed(GONE);
        assertThat(first.heard).containsExactly("opened", "told", "asked", "closed");
    }

    @Test
    void aListenerThatHasLeftHearsNothing() {
        leave();
        audience.tell(Notification.of(Method.TOOLS_LIST_CHANGED, null));
        audience.tellClosed(GONE);
        assertThat(first.heard).isEmpty();
    }

    @Test
    void aQuestionToNobodyIsRefused() {
        leave();
        List<Json> answers = new ArrayList<>();
        audience.ask(question(answers));
        assertThat(answers.toString()).contains("error");
    }

    @Test
    void aSessionThatWasLeftIsAdoptedOnce() {
        leave();
        assertThat(audience.adopt(next, uses)).isTrue();
        assertThat(audience.adopt(new Listener(), uses)).isFalse();
        audience.tellOpened(Json.EMPTY_OBJECT);
        assertThat(next.heard).containsExactly("opened");
        assertThat(first.heard).isEmpty();
    }

    @Test
    void aSessionThatHasItsListenerIsNotAdopted() {
        uses.end();
        assertThat(audience.adopt(next, uses)).isFalse();
        assertThat(uses.isIdle()).isTrue();
    }

    @Test
    void aSessionThatIsUsedIsNotAdopted() {
        audience.leave("enough");
        assertThat(audience.adopt(next, uses)).isFalse();
    }

    @Test
    void aSessionWhosePlaceIsTakenIsNotAdopted() {
        leave();
        assertThat(uses.claim()).isTrue();
        assertThat(audience.adopt(next, uses)).isFalse();
    }

    @Test
    void aSessionThatWasLeftSaysWhy() {
        leave();
        assertThat(audience.endAdoption()).isEqualTo("enough");
        assertThat(audience.endAdoption()).isNull();
        assertThat(audience.adopt(next, uses)).isFalse();
    }

    @Test
    void aSessionThatHasItsListenerKeepsIt() {
        assertThat(audience.endAdoption()).isNull();
        audience.tellOpened(Json.EMPTY_OBJECT);
        assertThat(first.heard).containsExactly("opened");
    }

    @Test
    void nobodyAdoptsASessionWhoseEndWasTold() {
        leave();
        audience.tellClosed(GONE);
        assertThat(audience.adopt(next, uses)).isFalse();
        assertThat(next.heard).isEmpty();
    }
}
