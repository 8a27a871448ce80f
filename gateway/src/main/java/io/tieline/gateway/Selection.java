package io.tieline.gateway;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Which of the tools, prompts or resources of a server are shown. What is not shown cannot be used
 * either, by no way in. Immutable.
 *
 * <p>In a pattern {@code *} stands for any characters, none included, and {@code ?} for one; all
 * else stands for itself. A pattern is held against the server's own name of a thing, without a
 * prefix and before it is renamed, or against the URI of a resource.
 *
 * @param include patterns of which one must fit; none of them lets everything in
 * @param exclude patterns of which none may fit; they count more than those that include
 * @param includeTags tags of which a thing must have one; none of them lets everything in
 * @param excludeTags tags of which a thing may have none
 */
public record Selection(
        List<String> include,
        List<String> exclude,
        Set<String> includeTags,
        Set<String> excludeTags) {

    /** Everything. */
    public static final Selection ALL = new Selection(List.of(), List.of(), Set.of(), Set.of());

    public Selection {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        includeTags = Set.copyOf(includeTags);
        excludeTags = Set.copyOf(excludeTags);
    }

    /** The same selection with these patterns of what is shown. */
    public Selection withInclude(List<String> other) {
        return new Selection(other, exclude, includeTags, excludeTags);
    }

    /** The same selection with these patterns of what is hidden. */
    public Selection withExclude(List<String> other) {
        return new Selection(include, other, includeTags, excludeTags);
    }

    /** The same selection with these tags of what is shown. */
    public Selection withIncludeTags(Set<String> other) {
        return new Selection(include, exclude, other, excludeTags);
    }

    /** The same selection with these tags of what is hidden. */
    public Selection withExcludeTags(Set<String> other) {
        return new Selection(include, exclude, includeTags, other);
    }

    /** Whether a thing of this name or URI, with these tags, is shown. */
    public boolean admits(String name, Set<String> tags) {
        return (include.isEmpty() || anyFits(include, name))
                && !anyFits(exclude, name)
                && (includeTags.isEmpty() || !Collections.disjoint(includeTags, tags))
                && Collections.disjoint(excludeTags, tags);
    }

    private static boolean anyFits(List<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> Glob.fits(pattern, name));
    }
}
