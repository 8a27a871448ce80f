package io.tieline.gateway.route;

import io.tieline.session.Environment;

/** The parts of a federation that all its clients share. */
record Core(
        Servers servers,
        FederationSettings settings,
        Environment environment,
        Views views,
        FederatedResults results,
        ListAnswers lists,
        RequestRouter router,
        LearnedUris learned) {}
