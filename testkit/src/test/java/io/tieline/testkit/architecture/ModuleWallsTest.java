package io.tieline.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

/**
 * Who may know whom; the module descriptors say it too, these rules also see what travels on the
 * class path.
 */
final class ModuleWallsTest {
    private static final String[] JDK = {"java..", "javax.crypto..", "org.jspecify.."};

    @Test
    void wireKnowsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("io.tieline.wire..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with("io.tieline.wire.."))
                .check(Production.CLASSES);
    }

    @Test
    void sessionKnowsWireOnly() {
        classes()
                .that()
                .resideInAPackage("io.tieline.session..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with("io.tieline.wire..", "io.tieline.session.."))
                .check(Production.CLASSES);
    }

    @Test
    void gatewayKnowsSessionOnly() {
        classes()
                .that()
                .resideInAPackage("io.tieline.gateway..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        with("io.tieline.wire..", "io.tieline.session..", "io.tieline.gateway.."))
                .check(Production.CLASSES);
    }

    @Test
    void transportsDoNotKnowEachOtherNorWhatRunsOverThem() {
        noClasses()
                .that()
                .resideInAPackage("io.tieline.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.tieline.stdio..",
                        "io.tieline.gateway..",
                        "io.tieline.framework..",
                        "io.tieline.app..")
                .check(Production.CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.tieline.stdio..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.tieline.http..",
                        "io.tieline.gateway..",
                        "io.tieline.framework..",
                        "io.tieline.app..")
                .check(Production.CLASSES);
    }

    @Test
    void whoCallsIsFoundOutByNoTransport() {
        noClasses()
                .that()
                .resideInAPackage("io.tieline.security..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.tieline.http..",
                        "io.tieline.stdio..",
                        "io.tieline.gateway..",
                        "io.tieline.framework..",
                        "io.tieline.app..")
                .check(Production.CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tieline.security..", "io.tieline.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tieline.security..")
                .check(Production.CLASSES);
    }

    @Test
    void frameworkKnowsNoTransport() {
        noClasses()
                .that()
                .resideInAPackage("io.tieline.framework..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tieline.http..", "io.tieline.stdio..", "io.tieline.app..")
                .check(Production.CLASSES);
    }

    @Test
    void aServerNeedsNoGateway() {
        noClasses()
                .that()
                .resideInAPackage("io.tieline.framework..")
                .and()
                .haveNameNotMatching(
                        "io\\.tieline\\.framework\\.(McpProxy|MountOptions|ProxiedServers|LocalComponents|Renaming)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tieline.gateway..")
                .check(Production.CLASSES);
    }

    @Test
    void sessionsDoNotKnowHowAnswersAreTranslated() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.tieline.session",
                        "io.tieline.session.client..",
                        "io.tieline.session.backend..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tieline.session.era..")
                .check(Production.CLASSES);
    }

    @Test
    void theWordsOfBothHalvesKnowNeitherHalf() {
        noClasses()
                .that()
                .resideInAPackage("io.tieline.session")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tieline.session.client..", "io.tieline.session.backend..")
                .check(Production.CLASSES);
    }

    @Test
    void theHalfTowardsClientsDoesNotKnowTheHalfTowardsBackends() {
        noClasses()
                .that()
                .resideInAPackage("io.tieline.session.client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tieline.session.backend..")
                .check(Production.CLASSES);
    }

    @Test
    void onlyAServerInThisProcessAndSubscriptionsBindTheHalves() {
        noClasses()
                .that()
                .resideInAPackage("io.tieline.session.backend..")
                .and()
                .haveNameNotMatching(
                        "io\\.tieline\\.session\\.backend\\."
                                + "(InProcess|StatelessDialect|SessionSubstitute|BackendSubscription)"
                                + "(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tieline.session.client..")
                .check(Production.CLASSES);
    }

    @Test
    void theHalvesOfHttpKnowNeitherEachOtherNorWhatProgramsName() {
        noClasses()
                .that()
                .resideInAPackage("io.tieline.http.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tieline.http", "io.tieline.http.client..")
                .check(Production.CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.tieline.http.client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tieline.http", "io.tieline.http.server..")
                .check(Production.CLASSES);
    }

    @Test
    void whatTheHalvesOfHttpShareKnowsNeither() {
        noClasses()
                .that()
                .resideInAnyPackage("io.tieline.http.io..", "io.tieline.http.settings..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.tieline.http", "io.tieline.http.client..", "io.tieline.http.server..")
                .check(Production.CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.tieline.http.settings..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tieline.http.io..")
                .check(Production.CLASSES);
    }

    @Test
    void nobodyOutsideHttpNamesItsHalves() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tieline.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.tieline.http.client..",
                        "io.tieline.http.server..",
                        "io.tieline.http.io..")
                .check(Production.CLASSES);
    }

    @Test
    void onlyHttpKnowsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tieline.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(Production.CLASSES);
    }

    @Test
    void telemetryKnowsSessionAndTheInterfacesOfCollectorsOnly() {
        classes()
                .that()
                .resideInAPackage("io.tieline.telemetry..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        with(
                                "io.tieline.wire..",
                                "io.tieline.session..",
                                "io.tieline.telemetry..",
                                "io.micrometer..",
                                "io.opentelemetry.api..",
                                "io.opentelemetry.context.."))
                .check(Production.CLASSES);
    }

    @Test
    void onlyTelemetryAndTheProgramKnowCollectors() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tieline.telemetry..", "io.tieline.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.opentelemetry..", "io.micrometer..", "io.prometheus..")
                .check(Production.CLASSES);
    }

    @Test
    void onlySecurityKnowsHowTokensAreWritten() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tieline.security..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.nimbusds..")
                .check(Production.CLASSES);
    }

    @Test
    void onlyTheProgramKnowsItsLogger() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tieline.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ch.qos.logback..")
                .check(Production.CLASSES);
    }

    @Test
    void everythingLogsThroughOneFacade() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.System\\$Logger.*")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..",
                        "org.apache.logging..",
                        "org.apache.commons.logging..",
                        "org.jboss.logging..",
                        "io.netty.util.internal.logging..")
                .check(Production.CLASSES);
    }

    @Test
    void peersOfTestsKnowSessionOnly() {
        classes()
                .that()
                .resideInAPackage("io.tieline.testkit.peers..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        with(
                                "io.tieline.wire..",
                                "io.tieline.session..",
                                "io.tieline.testkit.peers.."))
                .check(Production.CLASSES);
    }

    @Test
    void nothingShippedKnowsTheTestkit() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tieline.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tieline.testkit..")
                .check(Production.CLASSES);
    }

    private static String[] with(String... packages) {
        String[] all = new String[JDK.length + packages.length];
        System.arraycopy(JDK, 0, all, 0, JDK.length);
        System.arraycopy(packages, 0, all, JDK.length, packages.length);
        return all;
    }
}
