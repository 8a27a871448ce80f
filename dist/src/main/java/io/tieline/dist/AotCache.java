package io.tieline.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/**
 * The cache from which the JVM takes classes loaded and linked already (JEP 483, JEP 514), made by
 * that JVM in a rehearsal of the program.
 *
 * <p>It is the one file whose bytes differ from build to build: what a rehearsal compiles and
 * counts depends on time.
 */
final class AotCache {

    private static final int PATIENCE_SECONDS = 300;

    private AotCache() {}

    static void train(Plan plan) throws IOException, InterruptedException {
        var options = plan.folder().resolve("app/options/always");
        var log = plan.target().resolve("aot.log");
        var process =
                new ProcessBuilder(
                                plan.java().toString(),
                                "@" + options,
                                "-Xlog:all=warning:stdout",
                                "-XX:AOTCacheOutput=" + plan.aotCache(),
                                "-cp",
                                plan.program().toString(),
                                "io.tieline.app.AotTraining")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        if (!Files.exists(plan.aotCache())) {
            throw new IOException("No AOT cache was made; see " + log);
        }
        Folder.date(plan);
    }
}
