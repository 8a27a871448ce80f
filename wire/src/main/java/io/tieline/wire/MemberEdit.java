package io.tieline.wire;

import java.util.List;

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
        Cursor members = new Cursor(object);
        boolean empty = !members.next();
        int closing = object.offset() + object.length() - 1;
        JsonWriter member = new JsonWriter().raw(empty ? "" : ",").add(name).raw(":").add(value);
        splice.insert(closing, member.bytes());
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

    /**
     * Each goes with the comma before it or, while none before it stays, with the comma behind it.
     */
    private static void remove(Splice splice, Json object, String name) {
        Cursor members = new Cursor(object);
        boolean oneStays = false;
        int removedFirst = -1;
        int previousEnd = -1;
        while (members.next()) {
            if (removedFirst >= 0) {
                splice.remove(removedFirst, members.start());
                removedFirst = -1;
            }
            if (!members.nameIs(name)) {
                oneStays = true;
            } else if (oneStays) {
                splice.remove(previousEnd, members.valueEnd);
            } else {
                removedFirst = members.start();
            }
            previousEnd = members.valueEnd;
        }
        if (removedFirst >= 0) {
            splice.remove(removedFirst, previousEnd);
        }
    }

    private static void requireNames(List<String> path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("an empty path");
        }
    }
}
