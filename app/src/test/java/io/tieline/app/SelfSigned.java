package io.tieline.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for the loopback address that nobody vouches for but itself, with its key.
 *
 * @param certificate a PEM file
 * @param key a PEM file
 */
record SelfSigned(Path certificate, Path key) {

    private static final String PASSWORD = "changeit";

    static SelfSigned in(Path folder) throws Exception {
        var store = folder.resolve("keys.p12");
        generate(store);
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new SelfSigned(
                write(
                        folder.resolve("certificate.pem"),
                        "CERTIFICATE",
                        keys.getCertificate("tieline").getEncoded()),
                write(
                        folder.resolve("key.pem"),
                        "PRIVATE KEY",
                        keys.getKey("tieline", PASSWORD.toCharArray()).getEncoded()));
    }

    private static void generate(Path store) throws Exception {
        var log = store.resolveSibling("keytool.log");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var options =
                "-genkeypair -alias tieline -dname CN=localhost -keyalg EC -groupname secp256r1"
                        + " -validity 1 -ext san=ip:127.0.0.1 -storetype PKCS12 -storepass "
                        + PASSWORD;
        var command = new ArrayList<>(List.of(keytool));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-keystore", store.toString()));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(Files.readString(log));
        }
    }

    private static Path write(Path file, String type, byte[] content) throws IOException {
        var encoded = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n" + encoded + "\n-----END " + type + "-----\n");
    }
}
