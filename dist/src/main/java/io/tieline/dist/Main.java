package io.tieline.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/**
 * Makes what is handed out: {@code Main pack|sum SOURCE_TREE APP_TARGET TARGET VERSION TIMESTAMP}.
 * Between the two comes the Debian package, which Maven's plugin makes of the archive.
 */
final class Main {

    private Main() {}

    /** Ends with an exception if something that this machine can make could not be made. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var plan =
                new Plan(
                        Path.of(arguments[1]).toRealPath(),
                        Path.of(arguments[2]).toRealPath(),
                        Path.of(arguments[3]).toRealPath(),
                        arguments[4],
                        Instant.parse(arguments[5]),
                        Platform.current());
        switch (arguments[0]) {
            case "pack" -> pack(plan);
            case "sum" -> Checksums.write(plan);
            default -> throw new IllegalArgumentException("pack or sum, not " + arguments[0]);
        }
    }

    private static void pack(Plan plan) throws IOException, InterruptedException {
        Folder.lay(plan);
        AotCache.train(plan);
        Archive.write(plan);
        Image.write(plan);
        var page = plan.folder().resolve("share/man/man1/tieline.1");
        Archive.compress(page, plan.target().resolve("tieline.1.gz"));
        Files.copy(
                plan.sbom(),
                plan.target().resolve(plan.name() + ".cdx.json"),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
