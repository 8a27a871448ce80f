package io.tieline.app;

import io.tieline.session.Budget;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line when memory for what waits runs short, and when there is room again. */
final class BudgetLog implements Consumer<Budget.Step> {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetLog.class);

    private final Budget budget;

    BudgetLog(Budget budget) {
        this.budget = budget;
    }

    @Override
    public void accept(Budget.Step step) {
        if (step == Budget.Step.CALM) {
            LOG.info("there is room again: {}", budget.describe());
        } else {
            LOG.warn("memory runs short, {}: {}", step.words(), budget.describe());
        }
    }
}
