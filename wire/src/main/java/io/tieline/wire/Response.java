package io.tieline.wire;

import org.jspecify.annotations.Nullable;

/** The one answer to a {@link Request}. Immutable. */
public sealed interface Response extends Message permits Result, Failure {

    /** The id of the request; null only in a {@link Failure} whose sender could not read it. */
    @Nullable Id id();

    /** The same answer under another id. */
    Response withId(Id id);
}
