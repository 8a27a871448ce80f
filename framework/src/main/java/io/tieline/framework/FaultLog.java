package io.tieline.framework;

import io.tieline.session.Observer;

/** Writes faults in handlers to the log, so that their author can find them. */
final class FaultLog implements Observer {

    private static final System.Logger LOG = System.getLogger("io.tieline.framework");

    @Override
    public void fault(Throwable fault) {
        LOG.log(System.Logger.Level.ERROR, "A handler failed", fault);
    }

    @Override
    public void counted(Count what, String detail) {
        if (what == Count.FAULT) {
            LOG.log(System.Logger.Level.ERROR, "The client was told of this fault as {0}", detail);
        }
    }
}
