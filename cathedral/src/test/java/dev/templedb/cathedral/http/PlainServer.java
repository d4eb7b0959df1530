package dev.templedb.cathedral.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;

/// A server of Vert.x alone, on a free port of this machine, with the routes that a test gives it.
final class PlainServer implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final Router router = Router.router(vertx);

    /// @return the port where it listens from now on
    int listen() throws Exception {
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .actualPort();
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
