package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import org.junit.jupiter.api.Test;

/** Everything that a session sends leaves on its one link. */
final class BackendLinkTest {

    private final BackendWorld world = BackendWorld.own();
    private final BackendLink link = world.session.life().link();

    private static Request question() {
        return Request.of(Id.of("q"), Method.ROOTS_LIST, null);
    }

    @Test
    void beforeItIsConnectedNothingCanBeSaidOfIt() {
        var context = world.session.life().context();
        var fresh = new BackendLink(context, new CallTable(context).unnamed());
        assertThat(fresh.lastWords()).isEmpty();
        assertThatIllegalStateException().isThrownBy(fresh::dialect);
        assertThatIllegalStateException().isThrownBy(fresh::attributes);
        fresh.mute();
        fresh.close();
    }

    @Test
    void itSpeaksOneDialect() {
        assertThat(link.speaks(link.dialect())).isTrue();
        assertThat(link.speaks(BackendWorld.own().session.life().link().dialect())).isFalse();
        assertThat(link.isExact()).isFalse();
    }

    @Test
    void anAnswerLeaves() {
        link.reply(Result.of(Id.of("q"), Json.EMPTY_OBJECT));
        assertThat(world.link.sent().getLast()).isInstanceOf(Result.class);
    }

    @Test
    void aRequestOfTheBackendIsAcknowledgedOrRefusedUnderItsOwnId() {
        link.acknowledge(question());
        assertThat(world.link.sent().getLast().json().toString()).contains("\"id\":\"q\"");
        link.refuse(question(), RpcError.of(ErrorCode.METHOD_NOT_FOUND, "Not here"));
        assertThat(world.link.sent().getLast().json().toString())
                .contains("\"id\":\"q\"", "Not here");
    }

    @Test
    void nothingIsAnsweredOnceTheSessionIsOver() {
        world.session.close();
        int before = world.link.sent().size();
        link.acknowledge(question());
        assertThat(world.link.sent()).hasSize(before);
        assertThat(world.link.isClosed()).isTrue();
    }

    @Test
    void itsLastWordsAreThoseOfTheBackend() {
        world.link.lastSaid("out of memory");
        assertThat(link.lastWords()).isEqualTo("out of memory");
    }
}
