package io.tieline.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * One message read in a single pass, which checks every byte of it and notes where the parts lie
 * that we look at. Judges nothing but names: which parts a message needs is for {@link
 * MessageReader} to say.
 */
final class ScannedMessage {
    private static final byte[] JSONRPC = ascii("jsonrpc");
    private static final byte[] ID = ascii("id");
    private static final byte[] METHOD = ascii("method");
    private static final byte[] PARAMS = ascii("params");
    private static final byte[] RESULT = ascii("result");
    private static final byte[] ERROR = ascii("error");
    private static final byte[] META = ascii("_meta");
    private static final byte[] PROGRESS_TOKEN = ascii("progressToken");
    private static final byte[] CODE = ascii("code");
    private static final byte[] MESSAGE = ascii("message");
    private static final byte[] DATA = ascii("data");
    private static final byte[] VERSION = ascii("\"2.0\"");

    /** Reads one member, whose name has been read. */
    private interface MemberReader {
        void read() throws MalformedException;
    }

    private final Scanner scanner;

    /** How far the scanner has come; at last, the position behind the message. */
    private int at;

    /** All of it. */
    final Json json;

    /** What is wrong with a name, as far as that is wrong first. */
    @Nullable String problem;

    /** Whether it says {@code jsonrpc}, whatever the version. */
    boolean saysVersion;

    /** Whether {@code jsonrpc} is "2.0". */
    boolean versioned;

    @Nullable Json id;
    boolean idRepeats;
    @Nullable Json method;
    @Nullable Json params;
    @Nullable Json result;
    @Nullable Json error;

    /** Of params. */
    @Nullable Json meta;

    /** Of params._meta. */
    @Nullable Json token;

    /** Of error. */
    @Nullable Json code;

    @Nullable Json message;
    @Nullable Json data;

    /** Reads the value at this position. */
    ScannedMessage(Scanner scanner, int at) throws MalformedException {
        this.scanner = scanner;
        this.at = at;
        this.json = value(this::member);
        if (!json.isObject()) {
            problem = "a message must be an object";
        }
    }

    private void member() throws MalformedException {
        if (scanner.nameIs(JSONRPC)) {
            Json version = value();
            saysVersion = true;
            versioned =
                    Utf8.equal(
                            version.array(),
                            version.offset(),
                            version.offset() + version.length(),
                            VERSION);
        } else if (scanner.nameIs(ID)) {
            idRepeats = id != null;
            id = value();
        } else if (scanner.nameIs(METHOD)) {
            method = value();
        } else if (scanner.nameIs(PARAMS)) {
            params = value(this::paramsMember);
        } else if (scanner.nameIs(RESULT)) {
            result = value(this::resultMember);
        } else if (scanner.nameIs(ERROR)) {
            error = value(this::errorMember);
        } else {
            skip();
        }
    }

    private void paramsMember() throws MalformedException {
        if (scanner.nameIs(META)) {
            meta = value(this::metaMember);
        } else {
            skip();
        }
    }

    private void metaMember() throws MalformedException {
        if (scanner.nameIs(PROGRESS_TOKEN)) {
            token = value();
        } else {
            skip();
        }
    }

    private void resultMember() throws MalformedException {
        if (scanner.nameIs(META)) {
            value(this::skip);
        } else {
            skip();
        }
    }

    private void errorMember() throws MalformedException {
        if (scanner.nameIs(CODE)) {
            code = value();
        } else if (scanner.nameIs(MESSAGE)) {
            message = value();
        } else if (scanner.nameIs(DATA)) {
            data = value();
        } else {
            skip();
        }
    }

    private void skip() throws MalformedException {
        at = scanner.value(at);
    }

    private Json value() throws MalformedException {
        int start = at;
        skip();
        return new Json(scanner.bytes, start, at - start);
    }

    /** A value which, if it is an object, is one that we look into. */
    private Json value(MemberReader reader) throws MalformedException {
        if (scanner.at(at) != '{') {
            return value();
        }
        int start = at;
        CheckedNames names = new CheckedNames(scanner.bytes);
        at = scanner.enter(start, '}');
        while (at >= 0) {
            at = scanner.name(at);
            note(names.add(scanner.nameStart, scanner.nameEnd, scanner.nameEscaped));
            reader.read();
            at = scanner.more(at, '}');
        }
        at = ~at;
        return new Json(scanner.bytes, start, at - start, names.noted());
    }

    int behind() {
        return at;
    }

    private void note(@Nullable String found) {
        if (problem == null) {
            problem = found;
        }
    }

    private static byte[] ascii(String name) {
        return name.getBytes(US_ASCII);
    }
}
