package io.tieline.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells requests, notifications and responses apart, and refuses what is none of them. */
final class MessageReader {

    private MessageReader() {}

    /**
     * Reads one message; if it cannot, looks for what it was meant to be. A byte order mark before
     * it is passed over (RFC 8259, 8.1: a reader may), for most readers of JSON never see one.
     */
    static Message one(byte[] bytes, int start, int end, Limits limits) throws MalformedException {
        try {
            return strictly(bytes, start, end, limits);
        } catch (MalformedException refused) {
            if (Utf8.isMarked(bytes, start, end)) {
                return unmarked(bytes, start + Utf8.MARK, end, limits);
            }
            throw meaning(refused, bytes, start, end);
        }
    }

    private static Message unmarked(byte[] bytes, int start, int end, Limits limits)
            throws MalformedException {
        try {
            return strictly(bytes, start, end, limits);
        } catch (MalformedException refused) {
            throw meaning(refused, bytes, start, end);
        }
    }

    private static Message strictly(byte[] bytes, int start, int end, Limits limits)
            throws MalformedException {
        Scanner scanner = new Scanner(bytes, start, end, limits);
        ScannedMessage envelope = new ScannedMessage(scanner, scanner.blank(start));
        scanner.end(envelope.behind());
        return alone(envelope);
    }

    /** Whoever keeps the message keeps neither the blanks around it nor others of its batch. */
    private static Message alone(ScannedMessage read) throws MalformedException {
        return message(read.json.isSmallPart() ? within(read.json.detached()) : read);
    }

    /** If it is JSON, what is meant is known already. */
    static MalformedException meaning(
            MalformedException refused, byte[] bytes, int start, int end) {
        if (refused.code() != ErrorCode.PARSE_ERROR) {
            return refused;
        }
        LooseReader found = LooseReader.of(bytes, start, end);
        return found.isPrefixed()
                ? refused.behind(Excerpt.around(bytes, start, start, end), found.traces())
                : refused.meaning(found.traces());
    }

    /** Several on one line; empty if it is anything else. */
    static Batch glued(byte[] bytes, Limits limits) {
        Batch none = new Batch();
        Batch read = new Batch();
        int i = LooseReader.blank(bytes, Utf8.begin(bytes));
        while (i < bytes.length) {
            if (bytes[i] != '{' || read.size() == limits.maxBatch()) {
                return none;
            }
            LooseReader reader = new LooseReader();
            int from = i;
            int to = reader.feedObject(bytes, from, bytes.length);
            i = LooseReader.blank(bytes, to);
            if (i == bytes.length && read.size() == 0) {
                return none;
            }
            read.add(() -> one(bytes, from, to, limits));
        }
        return read;
    }

    /** Each by itself: one that is none says nothing of the others. */
    static Batch batch(byte[] bytes, Limits limits) throws MalformedException {
        int start = Utf8.begin(bytes);
        try {
            return batch(bytes, start, limits);
        } catch (MalformedException refused) {
            if (refused.code() != ErrorCode.PARSE_ERROR) {
                throw refused;
            }
            return new LooseBatch(bytes, start, limits).read(refused);
        }
    }

    /**
     * The same if it is JSON as a whole.
     *
     * @throws MalformedException {@link ErrorCode#PARSE_ERROR} if it is not, {@link
     *     ErrorCode#INVALID_REQUEST} if it is no array, or one of too many elements or none
     */
    static Batch batch(byte[] bytes, int start, Limits limits) throws MalformedException {
        Scanner scanner = new Scanner(bytes, start, bytes.length, limits);
        List<ScannedMessage> envelopes = envelopes(scanner, limits.maxBatch());
        requireSize(envelopes.size(), limits);
        Batch batch = new Batch();
        for (ScannedMessage envelope : envelopes) {
            batch.add(() -> alone(envelope));
        }
        return batch;
    }

    static void requireSize(int size, Limits limits) throws MalformedException {
        if (size == 0 || size > limits.maxBatch()) {
            throw MalformedException.notMessage(
                    "a batch must be an array of 1 to " + limits.maxBatch() + " messages");
        }
    }

    /**
     * All of the batch is read before any of it is judged; none if it is no array; at most one too
     * many.
     */
    private static List<ScannedMessage> envelopes(Scanner scanner, int maxBatch)
            throws MalformedException {
        List<ScannedMessage> envelopes = new ArrayList<>();
        int start = scanner.blank(scanner.start);
        if (scanner.at(start) != '[') {
            scanner.end(scanner.value(start));
            return envelopes;
        }
        int at = scanner.enter(start, ']');
        while (at >= 0) {
            int behind;
            if (envelopes.size() <= maxBatch) {
                ScannedMessage envelope = new ScannedMessage(scanner, at);
                envelopes.add(envelope);
                behind = envelope.behind();
            } else {
                behind = scanner.value(at);
            }
            at = scanner.more(behind, ']');
        }
        scanner.end(~at);
        return envelopes;
    }

    private static Message message(ScannedMessage envelope) throws MalformedException {
        if (envelope.problem != null) {
            throw refuse(envelope, envelope.problem);
        }
        if (!envelope.versioned) {
            throw refuse(envelope, "jsonrpc must be \"2.0\"");
        }
        Json tidy = Nulls.removed(envelope);
        if (tidy != null) {
            return message(within(tidy));
        }
        boolean answers = envelope.result != null || envelope.error != null;
        if (envelope.method == null) {
            return response(envelope);
        }
        if (answers) {
            throw refuse(envelope, "a message has either a method or a result or an error");
        }
        return call(envelope, envelope.method);
    }

    private static ScannedMessage within(Json json) throws MalformedException {
        int start = json.offset();
        int end = start + json.length();
        return new ScannedMessage(new Scanner(json.array(), start, end, Limits.WIDEST), start);
    }

    private static Message call(ScannedMessage envelope, Json methodLiteral)
            throws MalformedException {
        if (!methodLiteral.isString()) {
            throw refuse(envelope, "method must be a string");
        }
        String method = methodLiteral.asString();
        Json params = envelope.params;
        if (params != null && !params.isObject()) {
            throw refuse(envelope, "params must be an object");
        }
        Json id = envelope.id;
        if (id == null) {
            return new Notification(envelope.json, method, params);
        }
        if (envelope.meta != null && !envelope.meta.isObject() && !envelope.meta.isNull()) {
            throw refuse(envelope, "params._meta must be an object");
        }
        if (envelope.token != null
                && !envelope.token.isNull()
                && !Id.isIdentifier(envelope.token)) {
            // A reader that turns 5.0 into 5 would report progress under the token of another call.
            throw refuse(envelope, "progressToken must be a string or an integer");
        }
        return new Request(
                envelope.json,
                requestId(envelope, id),
                id,
                method,
                params,
                envelope.meta,
                envelope.token);
    }

    private static Id requestId(ScannedMessage envelope, Json id) throws MalformedException {
        if (!Id.isIdentifier(id)) {
            throw refuse(envelope, Id.RULE);
        }
        return Id.of(id);
    }

    private static Id answeredId(ScannedMessage envelope, Json id) throws MalformedException {
        try {
            return Id.ofAnswer(id);
        } catch (MalformedException noId) {
            throw refuse(envelope, Id.RULE);
        }
    }

    private static Response response(ScannedMessage envelope) throws MalformedException {
        if (envelope.result != null && envelope.error == null) {
            return result(envelope, envelope.result);
        }
        if (envelope.error != null && envelope.result == null) {
            return failure(envelope, envelope.error);
        }
        throw refuse(
                envelope, "a message has a method, a result or an error, and only one of them");
    }

    private static Result result(ScannedMessage envelope, Json result) throws MalformedException {
        if (!result.isObject()) {
            throw refuse(envelope, "result must be an object");
        }
        if (envelope.id == null) {
            throw refuse(envelope, "a result must have an id");
        }
        return new Result(envelope.json, answeredId(envelope, envelope.id), envelope.id, result);
    }

    private static Failure failure(ScannedMessage envelope, Json error) throws MalformedException {
        Json id = envelope.id;
        Id answered = id == null || id.isNull() ? null : answeredId(envelope, id);
        return new Failure(envelope.json, answered, id, rpcError(envelope, error));
    }

    private static RpcError rpcError(ScannedMessage envelope, Json error)
            throws MalformedException {
        if (!error.isObject() || envelope.code == null || envelope.message == null) {
            throw refuse(envelope, "error must be an object with code and message");
        }
        if (!envelope.message.isString()) {
            throw refuse(envelope, "error.message must be a string");
        }
        return new RpcError(
                code(envelope, envelope.code), envelope.message.asString(), envelope.data);
    }

    private static int code(ScannedMessage envelope, Json code) throws MalformedException {
        if (code.isNumber() && Numbers.isInteger(code.array(), code.offset(), code.length())) {
            try {
                return Math.toIntExact(code.asLong());
            } catch (ArithmeticException tooLarge) {
                // Falls through: no code that we could pass on.
            }
        }
        throw refuse(envelope, "error.code must be an integer of 32 bits");
    }

    private static MalformedException refuse(ScannedMessage envelope, String problem) {
        boolean named = Nulls.isValue(envelope.method);
        boolean valued = Nulls.isValue(envelope.result) || Nulls.isValue(envelope.error);
        boolean answering = envelope.result != null || envelope.error != null;
        boolean resembling = !envelope.saysVersion && Resemblance.isAnswer(envelope);
        var traces =
                new Traces(
                        envelope.saysVersion || resembling,
                        named,
                        valued || (answering && !named),
                        true,
                        envelope.id != null,
                        identified(envelope));
        return resembling
                ? MalformedException.printed(problem, traces)
                : MalformedException.notMessage(problem, traces);
    }

    private static @Nullable Id identified(ScannedMessage envelope) {
        if (envelope.id == null || envelope.idRepeats) {
            return null;
        }
        try {
            return Id.ofAnswer(envelope.id);
        } catch (MalformedException unreadable) {
            return null;
        }
    }
}
