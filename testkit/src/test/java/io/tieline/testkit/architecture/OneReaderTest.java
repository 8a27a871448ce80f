package io.tieline.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.tieline.wire.Json;
import org.junit.jupiter.api.Test;

/**
 * Whatever passes through is looked into by those readers of {@link Json} that no shape can
 * surprise: {@code text}, {@code list}, {@code part}, {@code integer}, {@code flag}. The strict
 * ones are for values that are ours.
 */
final class OneReaderTest {

    @Test
    void whatPeersSendIsLookedIntoByReadersThatNeverThrow() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.tieline.session..",
                        "io.tieline.gateway..",
                        "io.tieline.http..",
                        "io.tieline.stdio..")
                .should()
                .callMethod(Json.class, "elements")
                .orShould()
                .callMethod(Json.class, "asLong")
                .check(Production.CLASSES);
    }
}
