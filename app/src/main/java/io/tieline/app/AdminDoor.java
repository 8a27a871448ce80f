package io.tieline.app;

import io.tieline.app.admin.AdminListener;
import io.tieline.app.admin.AdminSettings;
import io.tieline.app.config.UsageException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The admin address of a gateway, if it has one. */
final class AdminDoor implements AutoCloseable {

    private @Nullable AdminListener listener;

    /** Listens, if that is wanted. */
    void open(@Nullable AdminSettings settings, ShownGateway shown, Logger log)
            throws UsageException {
        var observers = shown.gateway().observers();
        if (settings == null || observers == null) {
            return;
        }
        try {
            var opened = AdminListener.open(settings, shown, observers);
            listener = opened;
            log.info("The admin address is {}", opened.uri());
        } catch (IOException e) {
            throw new UsageException(
                    "--admin: cannot listen on " + settings.address() + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (listener != null) {
            listener.close();
        }
    }
}
