package io.tieline.framework;

import java.lang.reflect.Modifier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sees to it that records of a user's module can be made from JSON: the module opens their package
 * to this one, which passes that on to Jackson.
 */
final class Openness {

    private static final Module OURS = Openness.class.getModule();
    private static final Module JACKSON = JsonMapper.class.getModule();

    private Openness() {}

    /**
     * Makes the type accessible.
     *
     * @throws IllegalArgumentException if its module does not allow that; the message is the line
     *     that is missing
     */
    static void require(Class<?> type) {
        var module = type.getModule();
        var home = type.getPackageName();
        if (module.isOpen(home, JACKSON) || (isPublic(type) && module.isExported(home, JACKSON))) {
            return;
        }
        if (!module.isOpen(home, OURS)) {
            throw new IllegalArgumentException(
                    type.getName()
                            + " cannot be read from JSON: add the line \"opens "
                            + home
                            + " to "
                            + OURS.getName()
                            + ";\" to the module-info.java of "
                            + module.getName());
        }
        module.addOpens(home, JACKSON);
    }

    private static boolean isPublic(Class<?> type) {
        var around = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && (around == null || isPublic(around));
    }
}
