package io.tieline.framework;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tieline.wire.Json;
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
            throw unfit(told(errors.getFirst()));
        }
    }

    /** By recursion, where a schema refers to itself. */
    private List<Error> errors(Json structured) {
        return schema().validate(
                        Binding.toTree(structured),
                        context -> context.executionConfig(it -> it.locale(Locale.ENGLISH)));
    }

    private UnfitResultException unfit(String why) {
        return new UnfitResultException(
                "The result of the tool \"" + tool + "\" does not fit its output schema: " + why);
    }

    private static String told(Error error) {
        var place = Place.of("structuredContent");
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
            known =
                    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(Binding.toTree(json));
            schema = known;
        }
        return known;
    }
}
