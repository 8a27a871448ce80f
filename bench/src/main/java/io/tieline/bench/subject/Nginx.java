package io.tieline.bench.subject;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * nginx as a byte proxy, with one worker: what carrying the bytes costs at least. Buffers of 16 KB
 * carry 100 KB at about half of what nginx's own default costs, so both are shown.
 */
final class Nginx implements Subject {

    private static final String LARGE_BUFFERS =
            "proxy_buffer_size 16k; proxy_buffers 4 16k; proxy_busy_buffers_size 16k;";

    private final String name;
    private final String which;
    private final String buffers;

    private Nginx(String name, String which, String buffers) {
        this.name = name;
        this.which = which;
        this.buffers = buffers;
    }

    /** The limit that all are set beside. */
    static Nginx tuned() {
        return new Nginx("nginx", "buffers of 16 KB: the limit", LARGE_BUFFERS);
    }

    static Nginx untuned() {
        return new Nginx("nginx-default", "buffers of its default sizes", "");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String what() {
        return "nginx as a byte proxy, one worker, buffering off, connections kept, " + which;
    }

    @Override
    public String peer() {
        return "nginx";
    }

    @Override
    public @Nullable String cannot(Route route) {
        return route.stdio() ? "starts no commands" : route.crossesEras() ? "knows no eras" : null;
    }

    @Override
    public Running start(Site site, Route route) throws IOException, InterruptedException {
        int port = Site.freePort();
        var folder = site.logs().resolve(name);
        Files.createDirectories(folder);
        var configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, configuration(site.backend().uri(), port));
        var command =
                List.of(
                        site.peers().resolve(".installed/nginx").toString(),
                        "-e",
                        "stderr",
                        "-p",
                        folder.toString(),
                        "-c",
                        configuration.toString());
        var program = Program.start(site.logs().resolve(name + ".log"), port, command);
        return new Running(URI.create("http://127.0.0.1:" + port + "/mcp"), program);
    }

    String configuration(URI backend, int port) {
        return """
        daemon off;
        worker_processes 1;
        pid nginx.pid;
        error_log stderr warn;
        events { worker_connections 8192; }
        http {
            access_log off;
            tcp_nodelay on;
            keepalive_timeout 1h;
            keepalive_requests 1000000000;
            client_max_body_size 8m;
            client_body_buffer_size 256k;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            upstream backend {
                server %s;
                keepalive 1024;
                keepalive_requests 1000000000;
                keepalive_timeout 1h;
            }
            server {
                listen 127.0.0.1:%d backlog=4096;
                location / {
                    proxy_pass http://backend;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_read_timeout 1h;
                    proxy_buffering off;
                    %s
                }
            }
        }
        """
                .formatted(backend.getAuthority(), port, buffers);
    }
}
