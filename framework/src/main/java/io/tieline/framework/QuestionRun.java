package io.tieline.framework;

import io.tieline.session.Question;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One question of a server on its virtual thread, from the handler to the answer. */
final class QuestionRun implements Runnable {

    private final Question question;
    private final ClientHandlers handlers;
    private final Supplier<List<Root>> roots;
    private final Consumer<Throwable> faults;

    private QuestionRun(
            Question question,
            ClientHandlers handlers,
            Supplier<List<Root>> roots,
            Consumer<Throwable> faults) {
        this.question = question;
        this.handlers = handlers;
        this.roots = roots;
        this.faults = faults;
    }

    /** Lets a handler answer, on a thread that is interrupted if the question is withdrawn. */
    static void begin(
            Question question,
            ClientHandlers handlers,
            Supplier<List<Root>> roots,
            ThreadFactory threads,
            Consumer<Throwable> faults) {
        var thread = threads.newThread(new QuestionRun(question, handlers, roots, faults));
        if (question.carriedBy(reason -> thread.interrupt())) {
            thread.start();
        }
    }

    @Override
    @SuppressWarnings("CatchThrowable") // the barrier that confines a fault to one question
    public void run() {
        try {
            question.answer(Result.of(question.id(), answer(question.request())));
        } catch (McpException told) {
            question.refuse(told.error());
        } catch (InvalidValueException misfit) {
            question.refuse(
                    RpcError.of(ErrorCode.INVALID_PARAMS, String.valueOf(misfit.getMessage())));
        } catch (Throwable t) {
            if (question.isOpen()) {
                faults.accept(t);
            }
            question.refuse(
                    RpcError.of(
                            ErrorCode.INTERNAL_ERROR,
                            "The client failed to answer "
                                    + MethodTraits.shown(question.request().method())));
        }
    }

    private Json answer(Request request) throws Exception {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        return switch (request.method()) {
            case Method.ELICITATION_CREATE -> elicited(new Elicitation(params));
            case Method.SAMPLING_CREATE_MESSAGE -> {
                var handler = handlers.sampling;
                if (handler == null) {
                    throw cannot(request.method());
                }
                var result = handler.sample(new SamplingRequest(params));
                yield UnfitResultException.requireResult(result, "sampling request").json();
            }
            case Method.ROOTS_LIST -> {
                if (handlers.roots == null) {
                    throw cannot(request.method());
                }
                yield Json.object(
                        "roots", Json.array(roots.get().stream().map(Root::json).toList()));
            }
            default -> throw cannot(request.method());
        };
    }

    private Json elicited(Elicitation asked) throws Exception {
        var handler = asked.url() == null ? handlers.form : handlers.page;
        if (handler == null) {
            throw cannot(question.request().method());
        }
        Answer<?> answer = handler.answer(asked);
        return switch (UnfitResultException.requireResult(answer, "elicitation")) {
            case Answer.Accept<?>(var content) -> accepted(asked, content);
            case Answer.Decline<?> _ -> Json.object("action", "decline");
            case Answer.Cancel<?> _ -> Json.object("action", "cancel");
        };
    }

    /** What the user left out has the default that the form gave it (SEP-1034). */
    private static Json accepted(Elicitation asked, Object content) {
        if (asked.url() != null) {
            return Json.object("action", "accept");
        }
        var filled = new LinkedHashMap<String, Json>();
        for (var given : JsonTypes.toObject(content).members()) {
            filled.put(given.name(), given.value());
        }
        for (var field : asked.schema().part("properties").members()) {
            var standing = field.value().get("default");
            if (standing != null) {
                filled.putIfAbsent(field.name(), standing);
            }
        }
        return Json.object("action", "accept", "content", Json.object(filled));
    }

    private static McpException cannot(String method) {
        return new McpException(
                ErrorCode.METHOD_NOT_FOUND,
                "This client cannot be asked for " + MethodTraits.shown(method));
    }
}
