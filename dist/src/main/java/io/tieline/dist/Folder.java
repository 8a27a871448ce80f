package io.tieline.dist;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that is packed: launcher, program, JVM, licences. */
final class Folder {

    private Folder() {}

    static void lay(Plan plan) throws IOException {
        delete(plan.target().resolve("archive"));
        var launcher = plan.sources().resolve("dist/src/main/archive/bin");
        copy(launcher.resolve("tieline"), plan.folder().resolve("bin/tieline"));
        if (plan.platform().isWindows()) {
            copy(launcher.resolve("tieline.cmd"), plan.folder().resolve("bin/tieline.cmd"));
        }
        copy(plan.sources().resolve("bin/launch"), plan.folder().resolve("app/launch"));
        for (var options : List.of("always", "usual", "small")) {
            copy(
                    plan.sources().resolve("bin/options").resolve(options),
                    plan.folder().resolve("app/options").resolve(options));
        }
        for (var text : List.of("LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md")) {
            copy(plan.sources().resolve(text), plan.folder().resolve(text));
        }
        copy(
                plan.sources().resolve("dist/src/main/archive/tieline.1"),
                plan.folder().resolve("share/man/man1/tieline.1"));
        copy(plan.app().resolve("tieline-app.cdx.json"), plan.sbom());
        var jars = program(plan);
        TrimmedJvm.link(jars, plan.jvm());
        date(plan);
    }

    /** Gives every file the time of the plan, for which the AOT cache asks when it is used. */
    static void date(Plan plan) throws IOException {
        var time = FileTime.from(plan.time());
        try (Stream<Path> files = Files.walk(plan.folder())) {
            for (var file : (Iterable<Path>) files::iterator) {
                if (!Files.isSymbolicLink(file)) {
                    Files.setLastModifiedTime(file, time);
                }
            }
        }
    }

    /** Copies the jar and those that its manifest names, which is all that the JVM would load. */
    private static List<Path> program(Plan plan) throws IOException {
        var jars = new ArrayList<Path>();
        jars.add(copy(plan.app().resolve("tieline-app.jar"), plan.program()));
        try (var jar = new JarFile(plan.program().toFile())) {
            var names = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (var name : names.split(" ", -1)) {
                jars.add(copy(plan.app().resolve(name), plan.program().resolveSibling(name)));
            }
        }
        return jars;
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(parent(to));
        return Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    static Path parent(Path file) {
        var parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is in no folder");
        }
        return parent;
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException problem) throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
