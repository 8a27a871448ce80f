package io.tieline.bench.subject;

/**
 * What a subject stands between.
 *
 * @param stdio whether the backend is a command, else it is a URL
 * @param clientStateless whether clients speak 2026-07-28, else 2025-11-25
 * @param backendStateless whether the backend is to be spoken to in 2026-07-28
 */
public record Route(boolean stdio, boolean clientStateless, boolean backendStateless) {

    /** Whether the two sides speak different eras. */
    public boolean crossesEras() {
        return clientStateless != backendStateless;
    }
}
