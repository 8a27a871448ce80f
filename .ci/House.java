import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/**
 * The house in numbers: what can be counted of its structure, each beside a mark that it must not
 * pass. The marks stand in {@code .ci/house.marks}; one that is raised needs its reason there.
 *
 * <pre>java .ci/House.java          # prints, and fails if a mark is passed
 * java .ci/House.java methods  # the longest methods, one a line</pre>
 */
final class House {

    private static final List<String> MODULES =
            List.of("wire", "session", "telemetry", "http", "stdio", "security", "gateway", "framework", "app", "testkit-peers", "testkit");
    private static final String OURS = "io.tieline.";
    private static final int MANY_LINES = 300;
    private static final int TOO_MANY_LINES = 450;

    /** One source file that has been read. */
    private record Source(Path path, String module, boolean isTest, int lines, CompilationUnitTree tree) {}

    private record Method(String name, int lines) {}

    private final List<Source> sources = new ArrayList<>();
    private final List<Method> methods = new ArrayList<>();
    private final Map<String, Set<String>> arrows = new TreeMap<>();
    private final Map<String, List<String>> types = new TreeMap<>();
    private final Map<String, int[]> publicOfAll = new HashMap<>();
    private int methodSets;
    private SourcePositions positions;

    public static void main(String[] arguments) throws IOException {
        var root = Path.of("").toAbsolutePath();
        var house = new House();
        house.read(root);
        house.sources.stream().filter(source -> !source.isTest()).forEach(house::look);
        if (List.of(arguments).contains("methods")) {
            house.methods.stream()
                    .sorted((a, b) -> b.lines() - a.lines())
                    .limit(40)
                    .forEach(method -> System.out.println(method.lines() + "\t" + method.name()));
            return;
        }
        System.exit(house.holds(Files.readAllLines(root.resolve(".ci/house.marks"))) ? 0 : 1);
    }

    private void read(Path root) throws IOException {
        var paths = new ArrayList<Path>();
        for (var module : MODULES) {
            for (var part : List.of("main", "test")) {
                var folder = root.resolve(module).resolve("src").resolve(part).resolve("java");
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.walk(folder)) {
                        files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(paths::add);
                    }
                }
            }
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        var task = (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(paths));
        positions = Trees.instance(task).getSourcePositions();
        for (var tree : task.parse()) {
            var path = root.relativize(Path.of(tree.getSourceFile().toUri()));
            var module = path.getName(0).toString();
            boolean isTest = path.getName(2).toString().equals("test");
            int lines = Files.readAllLines(root.resolve(path)).size();
            sources.add(new Source(path, module, isTest, lines, tree));
        }
    }

    private void look(Source source) {
        var tree = source.tree();
        var own = tree.getPackageName() == null ? "" : tree.getPackageName().toString();
        for (ImportTree each : tree.getImports()) {
            var name = each.getQualifiedIdentifier().toString();
            var other = packageOf(name);
            if (name.startsWith(OURS) && !other.equals(own)) {
                arrows.computeIfAbsent(own, key -> new TreeSet<>()).add(other);
            }
        }
        for (Tree each : tree.getTypeDecls()) {
            if (each instanceof ClassTree type) {
                types.computeIfAbsent(type.getSimpleName().toString(), key -> new ArrayList<>()).add(own);
                var count = publicOfAll.computeIfAbsent(source.module(), key -> new int[2]);
                count[0] += type.getModifiers().getFlags().contains(Modifier.PUBLIC) ? 1 : 0;
                count[1]++;
            }
        }
        new Members(source).scan(tree, null);
    }

    private static String packageOf(String name) {
        return Stream.of(name.split("\\.")).takeWhile(part -> Character.isLowerCase(part.charAt(0))).collect(Collectors.joining("."));
    }

    /** Measures methods, and counts sets of names of methods that a class keeps for itself. */
    private final class Members extends TreeScanner<Void, Void> {

        private final Source source;

        Members(Source source) {
            this.source = source;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            var lines = source.tree().getLineMap();
            if (method.getBody() != null) {
                long first = lines.getLineNumber(positions.getStartPosition(source.tree(), method.getBody()));
                long last = lines.getLineNumber(positions.getEndPosition(source.tree(), method.getBody()));
                methods.add(new Method(source.path() + "#" + method.getName(), (int) (last - first + 1)));
            }
            return super.visitMethod(method, nothing);
        }

        @Override
        public Void visitVariable(VariableTree field, Void nothing) {
            boolean isConstant = field.getModifiers().getFlags().containsAll(Set.of(Modifier.PRIVATE, Modifier.STATIC));
            boolean isOfMethods = isConstant
                    && String.valueOf(field.getType()).matches("(Set|List|Map)<String.*")
                    && String.valueOf(field.getInitializer()).matches("(?s).*\\bMethod\\.[A-Z_]+,.*\\bMethod\\.[A-Z_]+.*");
            methodSets += isOfMethods && !source.path().endsWith("MethodTraits.java") ? 1 : 0;
            return super.visitVariable(field, nothing);
        }
    }

    private Map<String, Double> numbers() {
        var numbers = new LinkedHashMap<String, Double>();
        var main = sources.stream().filter(source -> !source.isTest()).filter(source -> !source.module().equals("testkit")).toList();
        numbers.put("circles between packages", (double) circles());
        numbers.put("main files over " + TOO_MANY_LINES + " lines", count(main, TOO_MANY_LINES));
        numbers.put("main files over " + MANY_LINES + " lines", count(main, MANY_LINES));
        numbers.put("lines of BackendSession", linesOf(main, "/BackendSession.java"));
        numbers.put("lines of gateway", linesOf(main, "gateway/"));
        numbers.put("lines of a method, 99th percentile", (double) percentile(0.99));
        numbers.put("lines of the longest method", (double) percentile(1));
        numbers.put("names that several types have", (double) types.values().stream().filter(all -> all.size() > 1).count());
        numbers.put("private sets of method names", (double) methodSets);
        for (var module : MODULES) {
            var count = publicOfAll.getOrDefault(module, new int[] {0, 1});
            numbers.put("public types in " + module + ", %", Math.floor(100.0 * count[0] / count[1]));
        }
        for (var module : MODULES) {
            numbers.put("test : main in " + module, Math.floor(100.0 * lines(module, true) / Math.max(1, lines(module, false))) / 100);
        }
        return numbers;
    }

    private static double count(Collection<Source> main, int over) {
        return main.stream().filter(source -> source.lines() > over).filter(source -> !source.path().endsWith("package-info.java")).count();
    }

    private static double linesOf(Collection<Source> main, String part) {
        return main.stream().filter(source -> ("/" + source.path()).contains("/" + part.replaceFirst("^/", ""))).mapToInt(Source::lines).sum();
    }

    private double lines(String module, boolean isTest) {
        return sources.stream().filter(source -> source.module().equals(module) && source.isTest() == isTest).mapToInt(Source::lines).sum();
    }

    private int percentile(double part) {
        var sorted = methods.stream().map(Method::lines).sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, (int) Math.ceil(sorted.size() * part) - 1));
    }

    /** Packages that reach themselves. */
    private long circles() {
        return arrows.keySet().stream().filter(each -> reached(each).contains(each)).count();
    }

    private Set<String> reached(String from) {
        var reached = new TreeSet<String>();
        var next = new ArrayList<>(arrows.getOrDefault(from, Collections.emptySet()));
        while (!next.isEmpty()) {
            var one = next.removeLast();
            if (reached.add(one)) {
                next.addAll(arrows.getOrDefault(one, Collections.emptySet()));
            }
        }
        return reached;
    }

    /** Prints each number beside its mark; false if one has passed its mark, or has none. */
    private boolean holds(List<String> lines) {
        var marks = new HashMap<String, String[]>();
        for (var line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                var parts = line.split("\\|");
                marks.put(parts[0].strip(), Stream.of(parts).map(String::strip).toArray(String[]::new));
            }
        }
        boolean holds = true;
        System.out.printf("%-38s %8s %10s %8s%n", "the house", "now", "mark", "goal");
        for (var number : numbers().entrySet()) {
            var mark = marks.get(number.getKey());
            if (mark == null) {
                System.out.printf("%-38s %8s has no mark%n", number.getKey(), shown(number.getValue()));
                holds = false;
                continue;
            }
            boolean isFine = mark[1].startsWith(">=")
                    ? number.getValue() >= Double.parseDouble(mark[1].substring(2))
                    : number.getValue() <= Double.parseDouble(mark[1].substring(2));
            holds &= isFine;
            System.out.printf("%-38s %8s %10s %8s%s%n", number.getKey(), shown(number.getValue()), mark[1], mark[2], isFine ? "" : "   PASSED");
        }
        if (!holds) {
            System.out.println("A number has passed its mark: bring it back, or raise the mark in .ci/house.marks and write the reason there.");
        }
        return holds;
    }

    private static String shown(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
