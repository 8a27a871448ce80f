package io.tieline.app.admin;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tools that stand in metrics by name: those that have answered a call, so that a client cannot
 * invent any, and not more than some hundreds. Safe for use by several threads.
 */
final class ToolNames {

    /** So many tools have series of their own. */
    static final int MOST = 500;

    private static final String OTHER = "(other)";

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** The name under which a tool is counted; empty for what is no tool. */
    String label(String tool, boolean answered) {
        if (tool.isEmpty() || known.contains(tool)) {
            return tool;
        }
        if (answered && known.size() < MOST) {
            known.add(tool);
            return tool;
        }
        return OTHER;
    }
}
