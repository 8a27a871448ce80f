package io.tieline.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sets and removes members of objects, and leaves every other byte as it is. */
final class MemberEdit {

    private MemberEdit() {}

    static Json with(Json object, List<String> path, Json value) {
        requireNames(path);
        Splice splice = new Splice(object);
        set(splice, object, path, value);
        return splice.whole();
    }

    private static void set(Splice splice, Json object, List<String> path, Json value) {
        String name = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        Json present = object.get(name);
        if (present == null) {
            append(splice, object, name, nested(rest, value));
        } else if (rest.isEmpty()) {
            removeAllBut(present, splice, object, name);
            splice.replace(present, value);
        } else if (present.isObject()) {
            set(splice, present, rest, value);
        } else {
            splice.replace(present, nested(rest, value));
        }
    }

    private static Json nested(List<String> path, Json value) {
        Json nested = value;
        for (String name : path.reversed()) {
            nested = Json.object(name, nested);
        }
        return nested;
    }

    private static void append(Splice splice, Json object, String name, Json value) {
        boolean empty = !new Cursor(object).next();
        JsonWriter member = new JsonWriter().raw(empty ? "" : ",").add(name).raw(":").add(value);
        splice.insert(closing(object), member.bytes());
    }

    private static int closing(Json object) {
        return object.offset() + object.length() - 1;
    }

    static Json withAll(Json object, Map<String, Json> members) {
        Splice splice = new Splice(object);
        Map<String, Json> missing = new LinkedHashMap<>(members);
        Cursor present = new Cursor(object);
        String comma = "";
        while (present.next()) {
            comma = ",";
            String name = present.name();
            Json value = members.get(name);
            if (value != null) {
                splice.replace(present.value(), value);
                missing.remove(name);
            }
        }
        JsonWriter more = new JsonWriter();
        for (Map.Entry<String, Json> member : missing.entrySet()) {
            more.raw(comma).add(member.getKey()).raw(":").add(member.getValue());
            comma = ",";
        }
        splice.insert(closing(object), more.bytes());
        return splice.whole();
    }

    static Json withEach(Json object, Function<Json.Member, Json.@Nullable Member> change) {
        Splice splice = new Splice(object);
        Removal removal = new Removal(splice);
        Cursor members = new Cursor(object);
        boolean changes = false;
        while (members.next()) {
            Json.Member member = new Json.Member(members.name(), members.value());
            Json.Member changed = change.apply(member);
            removal.next(members, changed == null);
            if (changed != null && !changed.name().equals(member.name())) {
                splice.replace(members.nameLiteral(), Json.string(changed.name()));
            }
            if (changed != null && !changed.value().equals(member.value())) {
                splice.replace(member.value(), changed.value());
            }
            changes |= !member.equals(changed);
        }
        removal.end();
        return changes ? renamed(splice.whole()) : object;
    }

    /** The same, of which nobody knows whether it repeats a name. */
    private static Json renamed(Json object) {
        return new Json(object.array(), object.offset(), object.length());
    }

    /** An object that repeats the name must not show some readers the old value. */
    private static void removeAllBut(Json last, Splice splice, Json object, String name) {
        if (object.isDistinct()) {
            return;
        }
        Cursor members = new Cursor(object);
        int repeated = -1;
        while (members.next()) {
            if (repeated >= 0) {
                splice.remove(repeated, members.start());
                repeated = -1;
            }
            if (members.nameIs(name) && members.valueStart != last.offset()) {
                repeated = members.start();
            }
        }
    }

    static Json without(Json object, List<String> path) {
        requireNames(path);
        int last = path.size() - 1;
        Json parent = object.at(path.subList(0, last).toArray(String[]::new));
        if (parent == null || parent.get(path.get(last)) == null) {
            return object;
        }
        Splice splice = new Splice(object);
        remove(splice, parent, path.get(last));
        return splice.whole();
    }

    private static void remove(Splice splice, Json object, String name) {
        Removal removal = new Removal(splice);
        Cursor members = new Cursor(object);
        while (members.next()) {
            removal.next(members, members.nameIs(name));
        }
        removal.end();
    }

    /**
     * Removes members while a cursor passes them. Each goes with the comma before it or, while none
     * before it stays, with the comma behind it.
     */
    private static final class Removal {
        private final Splice splice;
        private boolean oneStays;
        private int removedFirst = -1;
        private int previousEnd = -1;

        Removal(Splice splice) {
            this.splice = splice;
        }

        void next(Cursor member, boolean goes) {
            if (removedFirst >= 0) {
                splice.remove(removedFirst, member.start());
                removedFirst = -1;
            }
            if (!goes) {
                oneStays = true;
            } else if (oneStays) {
                splice.remove(previousEnd, member.valueEnd);
            } else {
                removedFirst = member.start();
            }
            previousEnd = member.valueEnd;
        }

        void end() {
            if (removedFirst >= 0) {
                splice.remove(removedFirst, previousEnd);
            }
        }
    }

    private static void requireNames(List<String> path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("an empty path");
        }
    }
}
