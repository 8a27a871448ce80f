package io.tieline.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Hears SIGTERM and SIGINT. The class of the JDK that can tell the first from the second is not
 * part of its documented interface and the compiler warns of it, so it is reached by name; where it
 * is missing, the JVM ends at once, with its shutdown hooks.
 */
final class Signals {

    private static final String[] NAMES = {"TERM", "INT"};

    private Signals() {}

    /**
     * Tells the listener of each signal, on a thread of its own.
     *
     * @param listener is given the signal's number
     */
    static void listen(IntConsumer listener) {
        for (var name : NAMES) {
            try {
                handle(name, listener);
            } catch (ReflectiveOperationException e) {
                return;
            }
        }
    }

    private static void handle(String name, IntConsumer listener)
            throws ReflectiveOperationException {
        var type = Class.forName("sun.misc.Signal");
        var handlerType = Class.forName("sun.misc.SignalHandler");
        var number = type.getMethod("getNumber");
        var handler =
                Proxy.newProxyInstance(
                        Signals.class.getClassLoader(),
                        new Class<?>[] {handlerType},
                        (_, method, arguments) -> {
                            if (method.getName().equals("handle")) {
                                listener.accept((int) number.invoke(arguments[0]));
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
