package io.tieline.http.io;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.TooLongHttpHeaderException;

/**
 * The header fields of one message as they arrive. Knows what they cost in memory, which is many
 * times their length where they are short, and takes no more than a message has reason to have:
 * also no second length of its body, whatever the version of HTTP (RFC 9112, section 6.3).
 */
public final class Fields extends DefaultHttpHeaders {

    /** The fields of one head, or of the trailers behind one body. */
    public static final int MOST = 512;

    /** What a field costs beside its characters, in bytes. */
    private static final int EACH = 128;

    /** Has decoders put the fields of heads into these. */
    public static final HttpHeadersFactory HEADS = factory(16);

    /** The same for what stands behind a body: hardly ever anything. */
    public static final HttpHeadersFactory TRAILERS = factory(2);

    private int count;
    private int cost;

    private Fields(int expected) {
        super(
                DefaultHttpHeadersFactory.headersFactory().getNameValidator(),
                DefaultHttpHeadersFactory.headersFactory().getValueValidator(),
                expected);
    }

    private static HttpHeadersFactory factory(int expected) {
        return new HttpHeadersFactory() {
            @Override
            public HttpHeaders newHeaders() {
                return new Fields(expected);
            }

            @Override
            public HttpHeaders newEmptyHeaders() {
                return new Fields(expected);
            }
        };
    }

    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        count++;
        if (count > MOST) {
            throw new TooLongHttpHeaderException("more than " + MOST + " header fields");
        }
        cost += EACH + name.length() + (value instanceof CharSequence text ? text.length() : 0);
        return super.add(name, value);
    }

    /**
     * Netty refuses two lengths of HTTP/1.1; of those of HTTP/1.0 it puts the first in the place of
     * all, and nobody behind it could see that there were others.
     */
    @Override
    public HttpHeaders set(CharSequence name, Object value) {
        if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)
                && isRepeated(this, name)) {
            throw new IllegalArgumentException(
                    "Multiple Content-Length values found: " + getAll(name));
        }
        return super.set(name, value);
    }

    @Override
    public HttpHeaders clear() {
        cost = 0;
        return super.clear();
    }

    /** What these fields, if they have arrived from somebody, cost in memory, in bytes. */
    public static int cost(HttpHeaders headers) {
        return headers instanceof Fields fields ? fields.cost : 0;
    }

    /** Whether a header is there more than once. */
    public static boolean isRepeated(HttpHeaders headers, CharSequence name) {
        if (!headers.contains(name)) {
            return false;
        }
        var values = headers.valueCharSequenceIterator(name);
        if (!values.hasNext()) {
            return false;
        }
        values.next();
        return values.hasNext();
    }
}
