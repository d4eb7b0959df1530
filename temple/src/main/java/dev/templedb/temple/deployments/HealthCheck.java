package dev.templedb.temple.deployments;

import dev.templedb.temple.processes.ProcessGroup;
import dev.templedb.temple.processes.ProcessGroup.End;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks a target whether all is well, again and again until it is or the time is over.
final class HealthCheck {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final long DEFAULT_SECONDS = 30;
    private static final long LONGEST_SECONDS = 86_400;

    private final Target target;
    private final ProcessGroup group;

    HealthCheck(Target target, ProcessGroup group) {
        this.target = target;
        this.group = group;
    }

    /// Returns an [End.Exit] with 0 when all is well, or there is nothing to ask.
    End run() throws IOException, InterruptedException {
        if (target.healthUrl().isEmpty() && target.healthCommand().isEmpty()) {
            return new End.Exit(0);
        }
        long seconds = target.json()
                .object("health_check")
                .whole("timeout_seconds")
                .map(given -> Math.clamp(given, 1, LONGEST_SECONDS))
                .orElse(DEFAULT_SECONDS);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (true) {
            var answer = ask();
            if (!(answer instanceof End.Exit(int code)) || code == 0) {
                return answer;
            }
            if (System.nanoTime() + BETWEEN.toNanos() >= end) {
                return answer;
            }
            if (group.left().compareTo(BETWEEN) <= 0) {
                return new End.TimedOut();
            }
            Thread.sleep(BETWEEN);
        }
    }

    private End ask() throws IOException, InterruptedException {
        if (group.isCancelled()) {
            return new End.Cancelled();
        }
        if (target.healthUrl().isPresent()) {
            var answer = fetch(target.healthUrl().get());
            if (!answer.equals(new End.Exit(0)) || target.healthCommand().isEmpty()) {
                return answer;
            }
        }
        return group.shell(target.healthCommand().orElseThrow());
    }

    private static End fetch(String url) throws InterruptedException {
        try (var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            var request = HttpRequest.newBuilder(DeploymentTargets.requireUrl(url))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            var answer = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .get(10, TimeUnit.SECONDS);
            return new End.Exit(answer.statusCode() / 100 == 2 ? 0 : answer.statusCode());
        } catch (ExecutionException | TimeoutException noAnswer) {
            return new End.Exit(1);
        }
    }
}
