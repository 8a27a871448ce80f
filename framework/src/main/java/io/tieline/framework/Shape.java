package io.tieline.framework;

import io.tieline.wire.Json;

/**
 * How one Java type stands in JSON: the schema that is shown to peers, and the check of what they
 * send, so that whatever passes it can be read by {@link JsonTypes}. Immutable.
 */
interface Shape {

    /** Any JSON at all. */
    Shape FREE =
            new Shape() {

                @Override
                public Json schema() {
                    return Json.EMPTY_OBJECT;
                }

                @Override
                public Json checked(Json value, Place place) {
                    return value;
                }
            };

    /** The JSON Schema, dialect 2020-12. */
    Json schema();

    /**
     * The value as it is to be read: with the defaults of what it leaves out.
     *
     * @throws InvalidValueException if it does not fit; the message names the innermost misfit
     */
    Json checked(Json value, Place place);
}
