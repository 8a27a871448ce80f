package io.tieline.testkit.simulation;

import java.util.Set;

/**
 * One client session of the world.
 *
 * @param client which client
 * @param session which of its sessions
 * @param askable what it said in its handshake that it can be asked
 * @param stdio whether it came over one pipe, and not over HTTP
 * @param stateless whether it has no session: a program that sends requests with envelopes
 */
record ClientId(int client, int session, Set<Kind> askable, boolean stdio, boolean stateless) {

    String principal() {
        return "client" + client;
    }

    @Override
    public String toString() {
        return "c" + client + (stateless ? "m" : "s") + session;
    }
}
