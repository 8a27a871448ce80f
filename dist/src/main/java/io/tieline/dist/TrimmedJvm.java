package io.tieline.dist;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** A JVM of only those modules that the program uses, linked from the JDK that runs this. */
final class TrimmedJvm {

    /** What jdeps cannot see. */
    private static final List<String> UNSEEN =
            List.of(
                    // arguments, variables and file names in locales of East Asia
                    "jdk.charsets",
                    // what whoever looks for a fault asks a JVM that runs: jcmd, jstack, JFR
                    "jdk.jcmd",
                    "jdk.jfr",
                    // keys on hardware tokens and of the machine's own providers stay out; curves
                    // are
                    // in java.base, and this keeps the name of their old module resolvable
                    "jdk.crypto.ec");

    /**
     * What libraries use only for things that the program does not have: beans and images, tables
     * of SQL. With java.desktop there would be a window system in it.
     */
    private static final Set<String> UNUSED =
            Set.of("java.desktop", "java.sql", "java.datatransfer");

    private TrimmedJvm() {}

    /**
     * Links it.
     *
     * @param jars all that it is to run
     * @param to a folder that does not exist yet
     */
    static void link(List<Path> jars, Path to) throws IOException {
        var modules = new TreeSet<>(UNSEEN);
        modules.addAll(usedBy(jars));
        modules.removeAll(UNUSED);
        System.out.println("JVM of " + String.join(", ", modules));
        run(
                "jlink",
                "--add-modules",
                String.join(",", modules),
                // it generates what the state of this JVM suggests, other bytes each time
                "--disable-plugin=generate-jli-classes",
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress=zip-0", // the archive is compressed as a whole, and starts are quicker
                "--output",
                to.toString());
    }

    private static List<String> usedBy(List<Path> jars) throws IOException {
        var paths = jars.stream().map(Path::toString).toList();
        // On the module path, where what the program's own module requires is looked for.
        var options =
                Stream.of(
                        "--list-deps",
                        "--ignore-missing-deps",
                        "--multi-release=25",
                        "--module-path=" + String.join(File.pathSeparator, paths));
        var output = run("jdeps", Stream.concat(options, paths.stream()).toArray(String[]::new));
        return output.lines()
                .map(line -> line.strip().replaceFirst("/.*", ""))
                .filter(name -> name.startsWith("java.") || name.startsWith("jdk."))
                .toList();
    }

    private static String run(String tool, String... arguments) throws IOException {
        var said = new StringWriter();
        var output = new PrintWriter(said);
        var code = ToolProvider.findFirst(tool).orElseThrow().run(output, output, arguments);
        output.flush();
        if (code != 0) {
            throw new IOException(tool + " failed: " + said);
        }
        return said.toString();
    }
}
