package dev.templedb.cathedral.identities;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Asks providers, which are taken to be hostile: their answers have a time and a size, and lead nowhere else.
final class ProviderHttp {
    private static final Logger LOG = Logger.getLogger(ProviderHttp.class);
    private static final int MOST_BYTES = 512 << 10;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Duration timeout;

    /// @param timeout for a whole answer
    ProviderHttp(Duration timeout) {
        this.timeout = timeout;
    }

    /// A request to an address to which secrets may go.
    HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(ProviderSettings.safe(address))
                .timeout(timeout)
                .header("Accept", "application/json")
                .header("User-Agent", "CathedralDB");
    }

    /// @throws IOException when there is no answer in time, or one that is too large
    HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        var answer = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new IOException(request.uri().getHost() + " does not answer as it should", failure.getCause());
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw new IOException(request.uri().getHost() + " takes too long to answer", slow);
        } catch (InterruptedException ended) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException(ended);
        }
    }

    /// What is thrown when a provider does not do its part. The log says why; whoever signs in is not told.
    static TempleException failed(ProviderConfig provider, Exception cause) {
        LOG.warnf(cause, "The provider %s has failed", provider.name());
        return new TempleException(
                ErrorCode.SIGN_IN_PROVIDER_FAILED,
                "%s does not answer, or not as it should.".formatted(provider.title()),
                cause);
    }

    /// What is thrown for an answer that proves nothing.
    static TempleException refused(ProviderConfig provider, Exception cause) {
        LOG.warnf("What the provider %s says is not accepted: %s", provider.name(), cause.getMessage());
        return new TempleException(
                ErrorCode.SIGN_IN_REFUSED, "What %s says of you is not accepted.".formatted(provider.title()), cause);
    }
}
