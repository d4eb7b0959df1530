package dev.templedb.cli;

import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.jul.JDK14LoggerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Gives libraries loggers that write to the JDK's log ([Logging]), and loads that only when one has something to say.
/// The launcher names it in the system property `slf4j.provider`.
public final class LogProvider implements SLF4JServiceProvider {
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter contexts = new NOPMDCAdapter();

    /// Called by SLF4J.
    public LogProvider() {}

    @Override
    public ILoggerFactory getLoggerFactory() {
        return Deferred::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return contexts;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // There is nothing to prepare.
    }

    /// A logger that asks for its real one when it needs it.
    private static final class Deferred extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        Deferred(String name) {
            this.name = name;
        }

        private Logger real() {
            return Holder.LOGGERS.getLogger(name);
        }

        @Override
        public boolean isTraceEnabled() {
            return Logging.isDetailed() && real().isTraceEnabled();
        }

        @Override
        public boolean isDebugEnabled() {
            return Logging.isDetailed() && real().isDebugEnabled();
        }

        @Override
        public boolean isInfoEnabled() {
            return Logging.isDetailed() && real().isInfoEnabled();
        }

        @Override
        public boolean isWarnEnabled() {
            return real().isWarnEnabled();
        }

        @Override
        public boolean isErrorEnabled() {
            return real().isErrorEnabled();
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable cause) {
            var event = real().atLevel(level);
            if (arguments != null) {
                for (var argument : arguments) {
                    event = event.addArgument(argument);
                }
            }
            event.setCause(cause).log(message);
        }
    }

    private static final class Holder {
        static final JDK14LoggerFactory LOGGERS = new JDK14LoggerFactory();
    }
}
