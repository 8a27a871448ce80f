package io.tieline.testkit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names say what a thing is, and nothing is ambient. */
final class HouseStyleTest {
    private static final Set<String> MUTABLE =
            Set.of(
                    "java.lang.StringBuilder",
                    "java.lang.ThreadLocal",
                    "java.util.AbstractCollection",
                    "java.util.AbstractMap",
                    "java.util.BitSet",
                    "java.util.concurrent.BlockingQueue",
                    "java.util.concurrent.ConcurrentMap",
                    "java.util.concurrent.Executor",
                    "java.util.concurrent.Future",
                    "java.util.concurrent.locks.Lock");

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveNameMatching(".*[.$](Abstract|Base)[A-Z][^.]*")
                .check(Production.CLASSES);
    }

    @Test
    void accessorsAreNamedAfterWhatTheyAnswer() {
        noMethods()
                .that()
                .haveNameMatching("get[A-Z].*")
                .should(be(describe("named by us", method -> !isNamedByOthers(method))))
                .allowEmptyShould(true)
                .check(Production.CLASSES);
    }

    @Test
    void staticFieldsNeverChange() {
        fields().that().areStatic().should().beFinal().check(Production.CLASSES);
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(describe("mutable", HouseStyleTest::isMutable))
                .check(Production.CLASSES);
    }

    /** Overrides of methods that a library named, such as {@code Throwable.getMessage}. */
    private static boolean isNamedByOthers(JavaMethod method) {
        JavaClass owner = method.getOwner();
        return Stream.concat(
                        owner.getAllRawSuperclasses().stream(),
                        owner.getAllRawInterfaces().stream())
                .filter(type -> !type.getPackageName().startsWith("io.tieline"))
                .flatMap(type -> type.getMethods().stream())
                .anyMatch(inherited -> inherited.getName().equals(method.getName()));
    }

    private static boolean isMutable(JavaClass type) {
        return type.getPackageName().equals("java.util.concurrent.atomic")
                || MUTABLE.stream().anyMatch(type::isAssignableTo);
    }
}
