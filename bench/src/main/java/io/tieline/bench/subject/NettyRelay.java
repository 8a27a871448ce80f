package io.tieline.bench.subject;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bare relay of bytes on Tieline's version of Netty, in a JVM like Tieline's: the floor, which is
 * what Netty costs when nobody looks at the bytes.
 */
final class NettyRelay implements Subject {

    /** Those of {@code bin/tieline}. */
    static final List<String> FLAGS =
            List.of(
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Dio.netty.leakDetection.level=disabled",
                    "-XX:+UseParallelGC",
                    "-Xmx1g",
                    "-XX:MaxNewSize=64m");

    private final String name;
    private final boolean ring;

    private NettyRelay(String name, boolean ring) {
        this.name = name;
        this.ring = ring;
    }

    static NettyRelay usual() {
        return new NettyRelay("netty", false);
    }

    static NettyRelay onIoUring() {
        return new NettyRelay("netty-uring", true);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String what() {
        return "a bare relay of bytes on Tieline's Netty and JVM flags, on " + io() + ": the floor";
    }

    @Override
    public boolean isUsual() {
        return !ring;
    }

    private String io() {
        return ring ? "io_uring" : "epoll";
    }

    @Override
    public @Nullable String cannot(Route route) {
        return route.stdio()
                ? "starts no commands"
                : route.crossesEras() ? "knows no eras" : ring ? Ring.obstacle() : null;
    }

    @Override
    public Running start(Site site, Route route) throws IOException, InterruptedException {
        int port = Site.freePort();
        var flags = new ArrayList<>(FLAGS);
        flags.add("--enable-native-access=ALL-UNNAMED"); // in Tieline's manifest
        var command =
                OwnProgram.command(
                        flags,
                        "io.tieline.bench.relay.RelayMain",
                        io(),
                        Integer.toString(port),
                        Integer.toString(site.backend().uri().getPort()));
        var program = Program.start(site.logs().resolve(name + ".log"), port, command);
        return new Running(URI.create("http://127.0.0.1:" + port + "/mcp"), program);
    }
}
