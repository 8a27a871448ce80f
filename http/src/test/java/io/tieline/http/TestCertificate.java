package io.tieline.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server's certificate and the authority that signed it, made for one test and then forgotten.
 */
final class TestCertificate {

    private static final String PASSWORD = "changeit";

    private final KeyStore store;
    private final byte[] authority;

    private TestCertificate(KeyStore store) throws GeneralSecurityException {
        this.store = store;
        this.authority = store.getCertificate("authority").getEncoded();
        store.deleteEntry("authority");
    }

    /**
     * @param names as keytool has them: {@code ip:127.0.0.1,dns:localhost}
     * @param begin when it becomes valid, for a day: {@code -0d}
     */
    static TestCertificate of(Path directory, String names, String begin) throws Exception {
        var file = directory.resolve("keys.p12");
        keytool(file, "authority", "-ext", "bc:c");
        keytool(
                file,
                "server",
                "-signer",
                "authority",
                "-ext",
                "san=" + names,
                "-startdate",
                begin);
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new TestCertificate(store);
    }

    private static void keytool(Path file, String alias, String... options) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", "CN=Tieline " + alias));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "1"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", file.toString()));
        command.addAll(List.of(options));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(file.resolveSibling("keytool.log").toFile())
                        .start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(Files.readString(file.resolveSibling("keytool.log")));
        }
    }

    /** Sockets of a server that shows this certificate. */
    ServerSocketFactory sockets() throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    /** Writes the authority's certificate into a file. */
    Path authority(Path directory) throws IOException {
        return write(directory.resolve("authority.pem"), "CERTIFICATE", authority);
    }

    /** Writes the server's certificate and its key into two files. */
    ServerCertificate files(Path directory) throws IOException, GeneralSecurityException {
        var chain = store.getCertificate("server").getEncoded();
        var key = store.getKey("server", PASSWORD.toCharArray()).getEncoded();
        return new ServerCertificate(
                write(directory.resolve("server.pem"), "CERTIFICATE", chain),
                write(directory.resolve("key.pem"), "PRIVATE KEY", key));
    }

    private static Path write(Path file, String type, byte[] content) throws IOException {
        var encoded = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n" + encoded + "\n-----END " + type + "-----\n");
    }
}
