package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An immutable run of bytes that holds exactly one valid JSON value, as it stood on the wire.
 *
 * <p>What is read from it are slices, which share its array; what is changed is a copy in which
 * every other byte is as before, blanks, number forms and escapes included. Names are compared as
 * decoded. If an object repeats a name, the last of them counts, as it does for nearly every reader
 * of JSON; the objects in which {@link Message#parse(byte[], Limits)} looks never do.
 *
 * <p>Safe for use by several threads. Two values are equal if their bytes are.
 *
 * <p>Long because whoever reads a value finds all ways to read it in one place.
 */
public final class Json implements Payload {
    /** So many bytes may be kept beside a value, and as many as it has itself. */
    private static final int SPARE = 4096;

    public static final Json NULL = of("null");
    public static final Json TRUE = of("true");
    public static final Json FALSE = of("false");
    public static final Json EMPTY_OBJECT = of("{}");
    public static final Json EMPTY_ARRAY = of("[]");

    /** What a value can be. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL
    }

    /** A member of an object, its name decoded. */
    public record Member(String name, Json value) {}

    private final byte[] array;
    private final int offset;
    private final int length;

    /**
     * Whether this is an object that is known to repeat no name, so that the first match is the
     * last.
     */
    private final boolean distinct;

    /** Where the member names of this object lie, if that was noted as it was read. */
    private final @Nullable MemberNames names;

    /** Vouches for the bytes. */
    Json(byte[] array, int offset, int length, boolean distinct) {
        this(array, offset, length, distinct, null);
    }

    /** An object that was read with its names noted, none of which repeats. */
    Json(byte[] array, int offset, int length, @Nullable MemberNames names) {
        this(array, offset, length, true, names);
    }

    private Json(
            byte[] array, int offset, int length, boolean distinct, @Nullable MemberNames names) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        this.distinct = distinct;
        this.names = names;
    }

    Json(byte[] array, int offset, int length) {
        this(array, offset, length, false);
    }

    /**
     * Reads one value strictly: RFC 8259 to the letter, well-formed UTF-8, no byte order mark.
     * Blanks around the value are cut.
     *
     * @param bytes kept, not copied: the caller must not change them any more
     * @throws MalformedException {@link ErrorCode#PARSE_ERROR} if the bytes are anything else or
     *     exceed a limit
     */
    public static Json parse(byte[] bytes, Limits limits) throws MalformedException {
        Scanner scanner = new Scanner(bytes, 0, bytes.length, limits);
        int start = scanner.blank(0);
        int behind = scanner.value(start);
        scanner.end(behind);
        return new Json(bytes, start, behind - start);
    }

    /**
     * The value of a literal in code.
     *
     * @throws IllegalArgumentException if the text is not JSON
     */
    public static Json of(String text) {
        if (!JsonText.scalars(text).equals(text)) {
            throw new IllegalArgumentException("a surrogate without its other half");
        }
        try {
            return parse(text.getBytes(UTF_8), Limits.WIDEST);
        } catch (MalformedException notJson) {
            throw new IllegalArgumentException("not JSON: " + text, notJson);
        }
    }

    /** A string, escaped as needed; a surrogate without its other half becomes an escape. */
    public static Json string(String value) {
        return new JsonWriter().add(value).json();
    }

    public static Json number(long value) {
        return new JsonWriter().add(value).json();
    }

    public static Json bool(boolean value) {
        return value ? TRUE : FALSE;
    }

    /**
     * An object: {@code Json.object("name", "echo", "arguments", arguments, "cursor", null)}.
     *
     * @param nameThenValue names, each followed by its value: {@link Json}, String, Long, Integer
     *     or Boolean; a member whose value is null is left out
     * @throws IllegalArgumentException if a name is missing or repeated, or a value of another type
     */
    public static Json object(@Nullable Object... nameThenValue) {
        return JsonWriter.object(nameThenValue);
    }

    /** An object of these members, in their order; in time that grows with their bytes alone. */
    public static Json object(Map<String, Json> members) {
        return JsonWriter.object(members);
    }

    public static Json array(Collection<Json> elements) {
        return JsonWriter.array(elements);
    }

    public Kind kind() {
        return switch (array[offset]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't' -> Kind.TRUE;
            case 'f' -> Kind.FALSE;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    public boolean isObject() {
        return array[offset] == '{';
    }

    public boolean isArray() {
        return array[offset] == '[';
    }

    public boolean isString() {
        return array[offset] == '"';
    }

    public boolean isNumber() {
        return kind() == Kind.NUMBER;
    }

    public boolean isTrue() {
        return array[offset] == 't';
    }

    public boolean isFalse() {
        return array[offset] == 'f';
    }

    public boolean isNull() {
        return array[offset] == 'n';
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void writeTo(Sink sink) {
        sink.write(array, offset, length);
    }

    /** Itself. */
    @Override
    public Json whole() {
        return this;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    /**
     * The array that this lies in, at {@link #offset()}: to write it without a copy, never to be
     * changed.
     */
    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    /**
     * Whether it lies in an array of which it is a small part, so that a copy is worth its bytes.
     */
    boolean isSmallPart() {
        return array.length > 2L * length + SPARE;
    }

    /**
     * The same bytes in an array of their own, for whoever keeps a small part of a large message.
     */
    public Json detached() {
        return array.length == length ? this : new Json(bytes(), 0, length, distinct);
    }

    /**
     * The same value without a line break, as the stdio transport needs it. Within valid JSON a raw
     * line break only ever stands between tokens, so a blank in its place changes nothing else.
     */
    public Json onOneLine() {
        if (!JsonText.hasLineBreak(array, offset, offset + length)) {
            return this;
        }
        byte[] line = bytes();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return new Json(line, 0, line.length, distinct);
    }

    /** The member of that name; null if there is none or this is no object. */
    public @Nullable Json get(String name) {
        if (names != null) {
            return names.find(array, name);
        }
        if (!isObject()) {
            return null;
        }
        Json found = null;
        Cursor members = new Cursor(this);
        while (members.next()) {
            if (members.nameIs(name)) {
                found = members.value();
                if (distinct) {
                    break;
                }
            }
        }
        return found;
    }

    /** The member of the member of the member; null if any of them is missing. */
    public @Nullable Json at(String... path) {
        Json found = this;
        for (String name : path) {
            found = found.get(name);
            if (found == null) {
                return null;
            }
        }
        return found;
    }

    // How what a peer sends is looked into: whatever shape it has, none of these throws.

    /** The string at this path, decoded; null if there is no string. */
    public @Nullable String text(String... path) {
        Json found = at(path);
        return found != null && found.isString() ? found.asString() : null;
    }

    /** The object at this path; an empty one if there is none. */
    public Json part(String... path) {
        Json found = at(path);
        return found != null && found.isObject() ? found : EMPTY_OBJECT;
    }

    /** The elements of the array at this path, as slices; none if there is no array. */
    public List<Json> list(String... path) {
        Json found = at(path);
        return found != null && found.isArray() ? found.elements() : List.of();
    }

    /** The strings of the array at this path, decoded; whatever else is in it is passed over. */
    public List<String> texts(String... path) {
        return list(path).stream().filter(Json::isString).map(Json::asString).toList();
    }

    /** Whether {@code true} stands at this path. */
    public boolean flag(String... path) {
        Json found = at(path);
        return found != null && found.isTrue();
    }

    /** The whole number at this path, exactly; empty if there is none, or none that fits. */
    public OptionalLong integer(String... path) {
        Json found = at(path);
        if (found == null || !found.isNumber()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(found.asLong());
        } catch (ArithmeticException unfit) {
            return OptionalLong.empty();
        }
    }

    /**
     * This object with each object in the array of that name changed; what else is in the array
     * stays as it is. Itself if nothing changes, or if it has no such array.
     */
    public Json withEach(String name, UnaryOperator<Json> change) {
        List<Json> elements = list(name);
        List<Json> changed =
                elements.stream().map(it -> it.isObject() ? change.apply(it) : it).toList();
        // What needs no change keeps its bytes, blanks included.
        return changed.equals(elements) ? this : with(name, array(changed));
    }

    /**
     * This string, decoded. Exact: two strings of which one has a surrogate without its other half
     * are equal only if the other has it, too. No encoding can carry such text, but for the escapes
     * of JSON: {@link #string} writes it as it came.
     *
     * @throws IllegalStateException if this is no string
     */
    public String asString() {
        require(Kind.STRING);
        return JsonText.decode(array, offset + 1, offset + length - 1);
    }

    /**
     * This number, exactly.
     *
     * @throws ArithmeticException if it has a fraction or does not fit
     * @throws IllegalStateException if this is no number
     */
    public long asLong() {
        require(Kind.NUMBER);
        return Numbers.exactLong(array, offset, length);
    }

    /**
     * The elements of this array, as slices.
     *
     * @throws IllegalStateException if this is no array
     */
    public List<Json> elements() {
        require(Kind.ARRAY);
        List<Json> elements = new ArrayList<>();
        Cursor cursor = new Cursor(this);
        while (cursor.next()) {
            elements.add(cursor.value());
        }
        return elements;
    }

    /**
     * The members of this object in their order, as slices.
     *
     * @throws IllegalStateException if this is no object
     */
    public List<Member> members() {
        require(Kind.OBJECT);
        List<Member> members = new ArrayList<>();
        Cursor cursor = new Cursor(this);
        while (cursor.next()) {
            members.add(new Member(cursor.name(), cursor.value()));
        }
        return members;
    }

    /**
     * This object with a member of that name, replaced where it stands, or else appended.
     *
     * @throws IllegalStateException if this is no object
     */
    public Json with(String name, Json value) {
        return with(List.of(name), value);
    }

    /**
     * This object with a member at that path. What is missing on the way is created; what is on the
     * way and no object is replaced by one.
     *
     * @throws IllegalStateException if this is no object
     * @throws IllegalArgumentException if the path is empty
     */
    public Json with(List<String> path, Json value) {
        require(Kind.OBJECT);
        return MemberEdit.with(this, path, value);
    }

    /**
     * This object with all of these members, each replaced where it stands (if it is repeated,
     * everywhere), or else appended in this order. In time that grows with the bytes alone.
     *
     * @throws IllegalStateException if this is no object
     */
    public Json withAll(Map<String, Json> members) {
        require(Kind.OBJECT);
        return members.isEmpty() ? this : MemberEdit.withAll(this, members);
    }

    /**
     * This object with each member as the change leaves it: renamed, of another value, or (null)
     * left out. Whoever renames must see to it that no name comes twice. Itself if nothing changes;
     * in time that grows with the bytes alone.
     *
     * @throws IllegalStateException if this is no object
     */
    public Json withEachMember(Function<Member, @Nullable Member> change) {
        require(Kind.OBJECT);
        return MemberEdit.withEach(this, change);
    }

    /**
     * This object without the member of that name; itself if it has none.
     *
     * @throws IllegalStateException if this is no object
     */
    public Json without(String name) {
        return without(List.of(name));
    }

    /**
     * This object without the member at that path; itself if there is none.
     *
     * @throws IllegalStateException if this is no object
     * @throws IllegalArgumentException if the path is empty
     */
    public Json without(List<String> path) {
        require(Kind.OBJECT);
        return MemberEdit.without(this, path);
    }

    @SuppressWarnings("ReferenceEquality") // the same bytes in the same place
    boolean isSliceOf(Json whole) {
        return array == whole.array
                && offset >= whole.offset
                && offset + length <= whole.offset + whole.length;
    }

    boolean isDistinct() {
        return distinct;
    }

    private void require(Kind kind) {
        if (kind() != kind) {
            throw new IllegalStateException("expected " + kind + ", found " + kind());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json json
                && (json == this
                        || Arrays.equals(
                                array,
                                offset,
                                offset + length,
                                json.array,
                                json.offset,
                                json.offset + json.length));
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The text as it stood on the wire. */
    @Override
    public String toString() {
        return new String(array, offset, length, UTF_8);
    }
}
