package io.tieline.gateway.route;

import io.tieline.session.Environment;
import java.util.Set;

/**
 * The parts of a federation that all its clients share.
 *
 * @param reloaded those who hear of a reload, in the order in which they came
 */
record Core(
        Servers servers,
        FederationSettings settings,
        Environment environment,
        Views views,
        FederatedTasks tasks,
        ListAnswers lists,
        RequestRouter router,
        LearnedByPrincipal learned,
        Set<Reloaded> reloaded) {

    /** Hears that the servers are others now, on any thread. */
    interface Reloaded {
        void reloaded();
    }
}
