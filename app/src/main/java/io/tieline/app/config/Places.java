package io.tieline.app.config;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places that editors know by name.
 *
 * @param workspace the folder that the file belongs to
 * @param home the user's own folder
 */
record Places(Path workspace, String home) {

    /** A file in {@code .vscode}, {@code .cursor} and their like belongs to the folder above. */
    static Places of(Path file, Map<String, String> environment) {
        var absolute = file.toAbsolutePath().normalize();
        var folder = absolute.getParent();
        var name = folder == null ? null : folder.getFileName();
        boolean hidden = name != null && name.toString().startsWith(".");
        var workspace = hidden && folder != null ? folder.getParent() : folder;
        var home = environment.get("HOME");
        return new Places(
                workspace == null ? absolute : workspace,
                home == null || home.isEmpty() ? System.getProperty("user.home") : home);
    }

    /** What this name stands for; null if it is none of theirs. */
    @Nullable String named(String name) {
        return switch (name) {
            case "workspaceFolder" -> workspace.toString();
            case "workspaceFolderBasename" ->
                    workspace.getFileName() == null ? "" : workspace.getFileName().toString();
            case "userHome" -> home;
            case "pathSeparator", "/" -> File.separator;
            default -> null;
        };
    }
}
