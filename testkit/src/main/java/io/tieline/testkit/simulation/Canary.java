package io.tieline.testkit.simulation;

import io.tieline.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * Says in every payload of the world whose it is: the client, its session, its request, and the
 * part of what that request caused (0 is the request itself). Written as {@code ~2.0.7.1~}, found
 * wherever it stands.
 */
record Canary(int client, int session, int request, int part) {

    private static final byte MARK = '~';

    Canary part(int number) {
        return new Canary(client, session, request, number);
    }

    Canary whole() {
        return part == 0 ? this : part(0);
    }

    boolean isOf(ClientId party) {
        return client == party.client() && session == party.session();
    }

    /** The first canary in these bytes. */
    static @Nullable Canary in(Json json) {
        var bytes = json.array();
        int end = json.offset() + json.length();
        for (int at = json.offset(); at < end; at++) {
            if (bytes[at] == MARK) {
                return read(bytes, at + 1);
            }
        }
        return null;
    }

    private static Canary read(byte[] bytes, int start) {
        var numbers = new int[4];
        int which = 0;
        for (int at = start; bytes[at] != MARK; at++) {
            if (bytes[at] == '.') {
                which++;
            } else {
                numbers[which] = 10 * numbers[which] + bytes[at] - '0';
            }
        }
        return new Canary(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    @Override
    public String toString() {
        return "~" + client + "." + session + "." + request + "." + part + "~";
    }
}
