package io.tieline.dist;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * The archive's folder as a container image in a tar, made without a daemon. Nothing is below it:
 * what the JVM needs of the C library comes from the machine that makes the image.
 */
final class Image {

    /** Nobody in particular; a number, so that an orchestrator sees that it is not root. */
    private static final String USER = "65532:65532";

    private static final String HOME = "/opt/tieline";
    private static final int PORT = 8808;

    /** As the first process, it reaps what children have left behind. */
    private static final Path TINI = Path.of("/usr/bin/tini-static");

    private Image() {}

    /** Writes it, or says why this machine cannot. */
    static void write(Plan plan) throws IOException, InterruptedException {
        if (!plan.platform().isLinux()) {
            System.out.println("No image: only a Linux machine makes one");
            return;
        }
        if (!Files.exists(TINI)) {
            System.out.println("No image: " + TINI + " is missing (Debian's package tini)");
            return;
        }
        try {
            build(plan);
        } catch (InvalidImageReferenceException
                | RegistryException
                | CacheDirectoryCreationException
                | ExecutionException problem) {
            throw new IOException("The image could not be made", problem);
        }
        System.out.println(plan.image() + ", " + Files.size(plan.image()) / 1_000_000 + " MB");
    }

    private static void build(Plan plan)
            throws IOException,
                    InterruptedException,
                    InvalidImageReferenceException,
                    RegistryException,
                    CacheDirectoryCreationException,
                    ExecutionException {
        // Jib knows a layer again by the times of its files, which here are always the same.
        var cache = plan.target().resolve("jib");
        Folder.delete(cache);
        var processor = plan.platform().processor();
        Jib.fromScratch()
                .setPlatforms(
                        Set.of(new Platform(processor.equals("x64") ? "amd64" : "arm64", "linux")))
                .setFileEntriesLayers(layers(plan))
                .setCreationTime(plan.time())
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get("/"))
                .setEnvironment(
                        Map.of(
                                "PATH",
                                HOME + "/bin:/usr/bin:/bin",
                                "LANG",
                                "C.UTF-8",
                                "HOME",
                                "/tmp"))
                .setExposedPorts(Port.tcp(PORT))
                .setLabels(
                        Map.of(
                                "org.opencontainers.image.title", "Tieline",
                                "org.opencontainers.image.version", plan.version(),
                                "org.opencontainers.image.licenses", "Apache-2.0"))
                .setEntrypoint(entryPoint())
                .setProgramArguments("run", "--listen", "0.0.0.0:" + PORT, "/etc/tieline/mcp.json")
                .containerize(
                        Containerizer.to(
                                        TarImage.at(plan.image())
                                                .named(
                                                        "tieline:"
                                                                + plan.version()
                                                                        .toLowerCase(Locale.ROOT)))
                                .setOfflineMode(true)
                                .setBaseImageLayersCache(cache)
                                .setApplicationLayersCache(cache));
    }

    /** The launcher's line for usual memory, as there is no shell that could run the launcher. */
    private static List<String> entryPoint() {
        return List.of(
                "/sbin/tini",
                "--",
                HOME + "/jvm/bin/java",
                "@" + HOME + "/app/options/always",
                "@" + HOME + "/app/options/usual",
                "-XX:AOTCache=" + HOME + "/app/tieline.aot",
                "-jar",
                HOME + "/app/tieline-app.jar");
    }

    /** From what seldom changes to what changes with every build. */
    private static List<FileEntriesLayer> layers(Plan plan)
            throws IOException, InterruptedException {
        var folder = plan.folder();
        var system = new Layer(plan, "system");
        for (var library : NativeLibraries.of(plan.jvm())) {
            system.file(library.toRealPath(), library.toString());
        }
        system.file(TINI, "/sbin/tini");
        system.tree(Path.of("/usr/lib/locale/C.utf8"), "/usr/lib/locale/C.utf8");
        system.text("/etc/passwd", "tieline:x:65532:65532::/tmp:/sbin/nologin\n");
        system.text("/etc/group", "tieline:x:65532:\n");
        system.text("/etc/nsswitch.conf", "hosts: files dns\n");
        system.own("/tmp", USER);
        system.own("/etc/tieline", "0:0");
        var jvm = new Layer(plan, "jvm").tree(plan.jvm(), HOME + "/jvm");
        var libraries =
                new Layer(plan, "libraries").tree(folder.resolve("app/lib"), HOME + "/app/lib");
        var program = new Layer(plan, "program");
        for (var file : Archive.sorted(folder)) {
            var name = folder.relativize(file).toString();
            if (!Files.isDirectory(file)
                    && !name.startsWith("jvm/")
                    && !name.startsWith("app/lib/")) {
                program.file(file, HOME + "/" + name);
            }
        }
        return List.of(system.build(), jvm.build(), libraries.build(), program.build());
    }

    /** One layer that is being filled; everything in it is of one time. */
    private static final class Layer {

        private final Plan plan;
        private final Path made;
        private final FileEntriesLayer.Builder files = FileEntriesLayer.builder();

        Layer(Plan plan, String name) throws IOException {
            this.plan = plan;
            this.made = Files.createDirectories(plan.target().resolve("image").resolve(name));
            files.setName(name);
        }

        void file(Path file, String at) {
            add(file, at, "0:0");
        }

        Layer tree(Path folder, String at) throws IOException {
            if (Files.exists(folder)) {
                for (var file : Archive.sorted(folder)) {
                    add(file, at + "/" + folder.relativize(file), "0:0");
                }
            }
            return this;
        }

        void text(String at, String text) throws IOException {
            var file = made.resolve(at.substring(1).replace('/', '-'));
            file(Files.writeString(file, text), at);
        }

        void own(String at, String owner) throws IOException {
            add(Files.createDirectories(made.resolve(at.substring(1))), at, owner);
        }

        FileEntriesLayer build() {
            return files.build();
        }

        private void add(Path file, String at, String owner) {
            files.addEntry(
                    file,
                    AbsoluteUnixPath.get(at),
                    FilePermissions.fromOctalString(Integer.toOctalString(Archive.mode(file))),
                    plan.time(),
                    owner);
        }
    }
}
