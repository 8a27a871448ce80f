package io.tieline.app;

import io.tieline.app.config.UsageException;

/** What a command makes of the plan of {@code tieline run}, before it is carried out. */
@FunctionalInterface
interface PlanChange {

    /** Leaves it as it is. */
    PlanChange NONE = plan -> plan;

    /** The plan that is carried out. */
    Plan of(Plan plan) throws UsageException;
}
