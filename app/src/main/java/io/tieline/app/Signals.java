package io.tieline.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Hears SIGTERM, SIGINT and SIGHUP, unless the last is ignored by whoever started us, as nohup
 * does. The class of the JDK that can tell the first signal from the second is not part of its
 * documented interface and the compiler warns of it, so it is reached by name; where it is missing,
 * the JVM ends at once, with its shutdown hooks.
 */
final class Signals {

    static final String HANG_UP = "HUP";

    private static final List<String> NAMES = List.of("TERM", "INT", HANG_UP);

    /** Hears of a signal. */
    interface Listener {

        void heard(String name, int number);
    }

    private Signals() {}

    /** Tells the listener of each signal, on a thread of its own. */
    static void listen(Listener listener) {
        for (var name : NAMES) {
            try {
                handle(name, listener);
            } catch (ReflectiveOperationException e) {
                return;
            }
        }
    }

    private static void handle(String name, Listener listener) throws ReflectiveOperationException {
        var type = Class.forName("sun.misc.Signal");
        var handlerType = Class.forName("sun.misc.SignalHandler");
        var number = type.getMethod("getNumber");
        var handler =
                Proxy.newProxyInstance(
                        Signals.class.getClassLoader(),
                        new Class<?>[] {handlerType},
                        (_, method, arguments) -> {
                            if (method.getName().equals("handle")) {
                                listener.heard(name, (int) number.invoke(arguments[0]));
                            }
                            return null;
                        });
        try {
            type.getMethod("handle", type, handlerType)
                    .invoke(null, type.getConstructor(String.class).newInstance(name), handler);
        } catch (InvocationTargetException e) {
            // The JVM was told to leave signals alone (-Xrs).
        }
    }
}
