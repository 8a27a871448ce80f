package io.tieline.app;

import io.tieline.session.Client;
import io.tieline.session.ClientSession;
import io.tieline.session.Ending;
import io.tieline.session.Exchange;
import io.tieline.session.Observer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one line for each exchange, at debug: its method, session, backend, outcome and time, never
 * a parameter or a result. What is counted is a warning the first time and then each time that its
 * number doubles, so that a flood of it is a few lines.
 */
final class ExchangeLog implements Observer {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeLog.class);
    private static final int PREFIX = 8;

    private final String backend;
    private final Map<Count, AtomicLong> counts = new EnumMap<>(Count.class);

    /** A log of what goes to the backend of this name. */
    ExchangeLog(String backend) {
        this.backend = backend;
        for (var count : Count.values()) {
            counts.put(count, new AtomicLong());
        }
    }

    @Override
    public void finished(Exchange exchange, Ending ending) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} {} backend {}: {} in {} ms",
                    exchange.request().method(),
                    name(exchange.client()),
                    backend,
                    lower(ending.outcome()),
                    ending.took().toMillis());
        }
    }

    private static String name(Client client) {
        return client instanceof ClientSession session
                ? "session " + session.id().substring(0, PREFIX)
                : "no session";
    }

    @Override
    public void counted(Count what, String detail) {
        var counter = counts.get(what);
        long number = counter == null ? 1 : counter.incrementAndGet();
        if (Long.bitCount(number) == 1) {
            LOG.warn("{}, {} so far: {}", lower(what), number, detail);
        } else {
            LOG.debug("{}: {}", lower(what), detail);
        }
    }

    @Override
    public void fault(Throwable fault) {
        LOG.error("A fault in the program, confined to one message; please report it", fault);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
