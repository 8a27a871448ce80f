package io.tieline.bench.backend;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.LineReader;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The backend over stdio. What one read brought is answered with one write. */
final class StdioSide {

    private static final int BUFFER = 256 * 1024;
    private static final int LARGEST = 4 * 1024 * 1024;

    private final Tools tools;
    private final FileInputStream in = new FileInputStream(FileDescriptor.in);
    private final BufferedOutputStream out =
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER);
    private final Map<Id, Request> asked = new HashMap<>();
    private long questions;

    StdioSide(Tools tools) {
        this.tools = tools;
    }

    /** Serves until standard input ends. */
    void serve() throws IOException, MalformedException {
        var lines = new LineReader(LARGEST, this::line);
        var buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            lines.feed(buffer, 0, read);
            out.flush();
        }
    }

    private void line(byte[] line) {
        try {
            switch (Message.parse(line, Limits.DEFAULT)) {
                case Request request -> serve(request);
                case Response response -> answered(response);
                default -> {}
            }
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(Request request) {
        if (Tools.isCallOf(request, "stream")) {
            for (int i = 1; i <= Tools.STEPS; i++) {
                var step = Tools.step(request, i);
                if (step != null) {
                    send(step);
                }
            }
            send(tools.answer(request).json());
        } else if (!Tools.isCallOf(request, "ask")) {
            send(tools.answer(request).json());
        } else if (Tools.isStateless(request)) {
            send(Tools.roundOf(request).json());
        } else {
            var id = Id.of(++questions);
            asked.put(id, request);
            send(Tools.question(id, request).json());
        }
    }

    private void answered(Response response) {
        var call = response.id() == null ? null : asked.remove(response.id());
        if (call != null) {
            var answer = response instanceof Result result ? result.result() : Json.EMPTY_OBJECT;
            send(Tools.answered(call, answer).json());
        }
    }

    private void send(Json message) {
        try {
            out.write(message.array(), message.offset(), message.length());
            out.write('\n');
        } catch (IOException e) {
            throw new IllegalStateException("Nobody reads", e);
        }
    }
}
