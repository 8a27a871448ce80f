package io.tieline.framework;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import io.tieline.wire.Json;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks the structured results of one tool against the schema that it lists (since 2025-06-18,
 * "Tools: Output Schema"). The schema is compiled with the first result; nothing that it refers to
 * is fetched. Safe for use by several threads.
 */
final class OutputCheck {

    private final String tool;
    private final Json json;
    private volatile @Nullable Schema schema;

    OutputCheck(String tool, Json json) {
        this.tool = tool;
        this.json = json;
    }

    /**
     * Requires that a schema can be used, before it is listed.
     *
     * @throws IllegalArgumentException if it is no JSON Schema, or refers to something that is not
     *     in it; the message says what is wrong
     */
    static void requireSchema(String tool, Json json) {
        var named = json.text("$schema");
        var dialect = named == null ? Dialects.getDraft202012().getId() : named;
        try {
            var errors =
                    registry()
                            .getSchema(SchemaLocation.of(dialect))
                            .validate(
                                    JsonTypes.toTree(json),
                                    context ->
                                            context.executionConfig(
                                                    it -> it.locale(Locale.ENGLISH)));
            if (!errors.isEmpty()) {
                throw refused(tool, told("outputSchema", errors.getFirst()), null);
            }
            compiled(json);
        } catch (SchemaException | UncheckedIOException e) {
            throw refused(tool, String.valueOf(e.getMessage()), e);
        }
    }

    private static IllegalArgumentException refused(
            String tool, String why, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "The output schema of the tool \"" + tool + "\" cannot be used: " + why, cause);
    }

    /**
     * Lets a result pass that fits.
     *
     * @throws UnfitResultException if it does not; the message names the place
     */
    void require(@Nullable Json structured) {
        if (structured == null) {
            throw unfit("there is no structuredContent");
        }
        var errors = StackRoom.through(structured, () -> errors(structured));
        if (!errors.isEmpty()) {
            throw unfit(told("structuredContent", errors.getFirst()));
        }
    }

    /** By recursion, where a schema refers to itself. */
    private List<Error> errors(Json structured) {
        return schema().validate(
                        JsonTypes.toTree(structured),
                        context -> context.executionConfig(it -> it.locale(Locale.ENGLISH)));
    }

    private UnfitResultException unfit(String why) {
        return new UnfitResultException(
                "The result of the tool \"" + tool + "\" does not fit its output schema: " + why);
    }

    private static String told(String whole, Error error) {
        var place = Place.of(whole);
        var path = error.getInstanceLocation();
        for (int i = 0; i < path.getNameCount(); i++) {
            var step = path.getElement(i);
            place =
                    step instanceof Integer index
                            ? place.element(index)
                            : place.member(String.valueOf(step));
        }
        return place + ": " + error.getMessage();
    }

    /** Two threads may compile it at once, and either result is as good. */
    private Schema schema() {
        var known = schema;
        if (known == null) {
            known = compiled(json);
            schema = known;
        }
        return known;
    }

    private static Schema compiled(Json json) {
        var schema = registry().getSchema(JsonTypes.toTree(json));
        schema.initializeValidators();
        return schema;
    }

    private static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    }
}
