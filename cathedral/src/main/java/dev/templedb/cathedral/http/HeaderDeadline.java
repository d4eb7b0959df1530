package dev.templedb.cathedral.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a connection on which a request has begun and its headers do not come to their end in time. Whoever sends
/// them
/// byte by byte only holds a connection; nothing else ends that, since something goes over it all the time.
///
/// One for each connection, used by its event loop alone. Connections of HTTP/2 are watched until their first request,
/// since
/// what goes over them later need not be a request.
final class HeaderDeadline extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<HeaderDeadline> OF_CONNECTION =
            AttributeKey.valueOf(HeaderDeadline.class.getName());

    /// As `quarkus.http.idle-timeout`.
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(5);
    private static final int SWITCHED = 101;

    /// For the whole process: connections are made by Vert.x, which knows no settings of ours.
    private static volatile Duration longest = Duration.ofSeconds(30);

    private @Nullable ScheduledFuture<?> timer;
    private int underWay;
    private boolean isMultiplexed;
    private boolean isNoHttp;

    /// Sets how long headers may take on connections that are made from now on.
    static void set(Duration time) {
        longest = time;
    }

    /// Says that the headers of a request are there. Nothing is watched until it has ended.
    static void arrived(RoutingContext context) {
        var request = context.request();
        if (request.connection() instanceof ConnectionBase connection) {
            var deadline = connection.channel().attr(OF_CONNECTION).get();
            if (deadline != null) {
                deadline.begin(request);
                context.addEndHandler(_ -> deadline.end(context.response().getStatusCode()));
            }
        }
    }

    private void begin(HttpServerRequest request) {
        underWay++;
        isMultiplexed |= request.version() == HttpVersion.HTTP_2;
        stop();
    }

    private void end(int status) {
        underWay--;
        isNoHttp |= status == SWITCHED;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext connection) {
        connection.channel().attr(OF_CONNECTION).set(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext connection, Object message) {
        if (!isNoHttp && underWay == 0 && timer == null) {
            var time = isMultiplexed ? LONGEST_IDLE : longest;
            timer = connection.executor().schedule(() -> cut(connection), time.toMillis(), TimeUnit.MILLISECONDS);
        }
        connection.fireChannelRead(message);
    }

    private static void cut(ChannelHandlerContext connection) {
        var _ = connection.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext connection) {
        stop();
        connection.fireChannelInactive();
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
