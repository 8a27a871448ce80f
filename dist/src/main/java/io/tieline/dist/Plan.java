package io.tieline.dist;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What is made from what.
 *
 * @param sources the root of the source tree
 * @param app where the program's jar and its {@code lib} were made
 * @param target where everything goes
 * @param version Tieline's
 * @param time what every file says of when it was written, so that the same sources give the same
 *     bytes
 * @param platform what it runs on
 */
record Plan(Path sources, Path app, Path target, String version, Instant time, Platform platform) {

    /** The name of the archive without its ending, and of the one folder in it. */
    String name() {
        return "tieline-" + version + "-" + platform.name();
    }

    /** The folder that is packed. */
    Path folder() {
        return target.resolve("archive").resolve(name());
    }

    Path jvm() {
        return folder().resolve("jvm");
    }

    /** The program of the trimmed JVM. */
    Path java() {
        return jvm().resolve("bin").resolve(platform.isWindows() ? "java.exe" : "java");
    }

    Path program() {
        return folder().resolve("app/tieline-app.jar");
    }

    Path aotCache() {
        return folder().resolve("app/tieline.aot");
    }

    /** The bill of materials of the program's libraries. */
    Path sbom() {
        return folder().resolve("sbom.cdx.json");
    }

    Path archive() {
        return target.resolve(name() + ".tar.gz");
    }

    Path image() {
        return target.resolve(name() + "-image.tar");
    }
}
