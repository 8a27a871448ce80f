package io.tieline.testkit.simulation;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Every object that can be reached from some others by our own fields and the JDK's collections.
 */
public final class Reachable {

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> next = new ArrayDeque<>();

    /** All that can be reached from these. */
    public Reachable(Collection<?> from) {
        from.forEach(this::found);
        while (!next.isEmpty()) {
            var object = next.removeFirst();
            switch (object) {
                case Map<?, ?> map -> {
                    map.keySet().forEach(this::found);
                    map.values().forEach(this::found);
                }
                case Collection<?> collection -> collection.forEach(this::found);
                case AtomicReference<?> reference -> found(reference.get());
                default -> fields(object);
            }
        }
    }

    /** Those of this type. */
    List<Object> of(Class<?> type) {
        return seen.stream().filter(type::isInstance).toList();
    }

    /** How many there are of the class of this simple name. */
    public long count(String name) {
        return seen.stream().filter(each -> each.getClass().getSimpleName().equals(name)).count();
    }

    private void found(@Nullable Object object) {
        if (object != null && isWorthALook(object) && seen.add(object)) {
            next.addLast(object);
        }
    }

    /** The world around the core holds whatever it likes. */
    private static boolean isWorthALook(Object object) {
        var home = object.getClass().getPackageName();
        boolean ours = home.startsWith("io.tieline.") && !home.startsWith("io.tieline.testkit");
        return ours
                || object instanceof Map
                || object instanceof Collection
                || object instanceof AtomicReference;
    }

    private void fields(Object object) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getPackageName().startsWith("io.tieline.")) {
                for (var field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()) {
                        found(valueOf(field, object));
                    }
                }
            }
        }
    }

    private static @Nullable Object valueOf(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
