package io.tieline.framework;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says in words for a model, or for the user who fills in a form, what a component of a record is
 * for; on a record or a sealed interface, what the whole is.
 *
 * <pre>{@code
 * record Booking(
 *         @Description("IATA code, such as LHR") String airport,
 *         @Description("At most nine") int seats) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Description {

    /** The words, which stand as {@code description} in the JSON Schema. */
    String value();
}
