package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A question has one outcome, and its answer reaches the one who asked. */
final class QuestionTest {

    private final List<Response> answers = new ArrayList<>();
    private final List<Notification> progress = new ArrayList<>();
    private final List<String> withdrawn = new ArrayList<>();
    private final Question question =
            new Question(
                    Request.of(Id.of("q"), Method.ROOTS_LIST, null),
                    new Question.Asker() {
                        @Override
                        public void answered(Question asked, Response response) {
                            answers.add(response);
                        }

                        @Override
                        public void told(Question asked, Notification told) {
                            progress.add(told);
                        }
                    });

    private static Result result() {
        return Result.of(Id.of(99), Json.EMPTY_OBJECT);
    }

    private boolean carried() {
        return question.carriedBy(why -> withdrawn.add(String.valueOf(why)));
    }

    @Test
    void anAnswerCarriesTheIdOfTheQuestion() {
        assertThat(question.answer(result())).isTrue();
        assertThat(answers.getFirst().id()).isEqualTo(Id.of("q"));
        assertThat(question.id()).isEqualTo(Id.of("q"));
    }

    @Test
    void aQuestionIsAnsweredOnce() {
        assertThat(question.isOpen()).isTrue();
        question.answer(result());
        assertThat(question.isOpen()).isFalse();
        assertThat(question.answer(result())).isFalse();
        assertThat(answers).hasSize(1);
    }

    @Test
    void aRefusalIsAnAnswer() {
        assertThat(question.refuse(RpcError.of(ErrorCode.METHOD_NOT_FOUND, "Not here"))).isTrue();
        assertThat(answers.getFirst()).isInstanceOf(Failure.class);
    }

    @Test
    void aQuestionThatIsWithdrawnIsNotAnswered() {
        question.withdraw(null);
        assertThat(question.answer(result())).isFalse();
        assertThat(answers).isEmpty();
    }

    @Test
    void whoCarriesAQuestionHearsThatItIsWithdrawn() {
        assertThat(carried()).isTrue();
        question.withdraw(Json.string("enough"));
        question.withdraw(Json.string("again"));
        assertThat(withdrawn).containsExactly("\"enough\"");
    }

    @Test
    void aQuestionHasOneCarrier() {
        assertThat(carried()).isTrue();
        assertThat(carried()).isFalse();
    }

    @Test
    void aQuestionThatIsSettledNeedNotBeCarried() {
        question.answer(result());
        assertThat(carried()).isFalse();
        question.withdraw(null);
        assertThat(withdrawn).isEmpty();
    }

    @Test
    void aQuestionThatIsCarriedCanBeAnswered() {
        carried();
        assertThat(question.isOpen()).isTrue();
        assertThat(question.answer(result())).isTrue();
        assertThat(withdrawn).isEmpty();
    }

    @Test
    void progressReachesTheAskerWhileTheQuestionIsOpen() {
        var told = Notification.of(Method.PROGRESS, Json.EMPTY_OBJECT);
        question.tell(told);
        question.answer(result());
        question.tell(told);
        assertThat(progress).hasSize(1);
    }

    @Test
    void aQuestionEndsWithItsCallUnlessAnotherMayHaveRaisedIt() {
        assertThat(question.outlivesItsCall()).isFalse();
        question.outliveItsCall();
        assertThat(question.outlivesItsCall()).isTrue();
    }
}
