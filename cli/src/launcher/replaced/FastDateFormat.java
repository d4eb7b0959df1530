package org.sqlite.date;

import java.util.Date;
import java.util.TimeZone;

/// Takes the place of sqlite-jdbc's own class, of which each connection makes one: with it come the calendars and the
/// names of months and time zones of the JDK, a tenth of the time that a short command takes. Our instants are texts
/// (`InstantText`), so none is ever used.
public final class FastDateFormat {
    private static final FastDateFormat NONE = new FastDateFormat();

    private FastDateFormat() {}

    public static FastDateFormat getInstance(String pattern) {
        return NONE;
    }

    public static FastDateFormat getInstance(String pattern, TimeZone zone) {
        return NONE;
    }

    public Date parse(String text) {
        throw new UnsupportedOperationException("dates are not read from SQLite");
    }

    public String format(Date date) {
        throw new UnsupportedOperationException("dates are not given to SQLite");
    }
}
