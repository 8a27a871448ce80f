package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/** Faults of handlers are seen by default. */
@Timeout(20)
final class FaultLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.tieline.framework");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.ERROR);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void aFaultIsLoggedWithTheNumberThatTheClientWasTold() {
        var server =
                McpServer.named("failing", "1")
                        .tool(
                                Tool.of("fail"),
                                (context, arguments) -> {
                                    throw new IllegalStateException("the disk is full");
                                })
                        .build();
        try (var client = McpClient.to(server).connect()) {
            var told = client.callTool("fail").text();
            assertThat(lines.list.getFirst().getThrowableProxy().getMessage())
                    .isEqualTo("the disk is full");
            var number = told.substring(told.lastIndexOf(' ') + 1);
            assertThat(lines.list).hasSize(1);
            assertThat(lines.list.getFirst().getFormattedMessage())
                    .startsWith("A handler failed in tools/call \"fail\" for \"")
                    .contains(", session ")
                    .endsWith("; fault " + number);
        }
    }

    @Test
    void withoutALoggerAFaultGoesToStderr() {
        var printed = new ByteArrayOutputStream();
        var log =
                new FaultLog(
                        NOPLogger.NOP_LOGGER,
                        new PrintStream(printed, true, StandardCharsets.UTF_8));
        log.fault(new IllegalStateException("the disk is full"));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("the disk is full", "SLF4J provider", "FaultLogTest");
    }
}
