package io.tieline.app;

/**
 * A value that the operator wrote, with the place where it stands, so that a complaint can name it.
 *
 * @param name what the value is called, where a setting takes several by name ({@code headers},
 *     {@code env}); else empty
 * @param value never printed where {@code name} is not empty: it may be a credential
 * @param place an option, or a file and a key in it
 */
record Given(String name, String value, String place) {

    static Given of(String value, String place) {
        return new Given("", value, place);
    }

    CannotStart wrong(String problem) {
        return CannotStart.at(place, problem);
    }

    @Override
    public String toString() {
        return place + (name.isEmpty() ? "" : " " + name);
    }
}
