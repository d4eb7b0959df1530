package dev.templedb.cathedral.redis;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;

/// Redis by Jedis: the only class that knows it. Connects when it is first asked.
final class JedisConnection implements RedisConnection {
    private static final int MOST_CONNECTIONS = 32;
    private static final int USUAL_PORT = 6379;
    private static final Duration LONGEST = Duration.ofMillis(500);

    private final RedisClient client;

    JedisConnection(URI url) {
        var pool = new GenericObjectPoolConfig<Connection>();
        pool.setMaxTotal(MOST_CONNECTIONS);
        pool.setMaxIdle(MOST_CONNECTIONS);
        pool.setMaxWait(LONGEST);
        pool.setJmxEnabled(false);
        boolean isEncrypted = "rediss".equals(url.getScheme());
        var config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis((int) LONGEST.toMillis())
                .socketTimeoutMillis((int) LONGEST.toMillis())
                .user(JedisURIHelper.getUser(url))
                .password(JedisURIHelper.getPassword(url))
                .database(JedisURIHelper.getDBIndex(url))
                .ssl(isEncrypted);
        if (isEncrypted) {
            // Without it, any certificate that somebody trusts would do.
            var parameters = new SSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            config.sslParameters(parameters);
        }
        this.client = RedisClient.builder()
                .hostAndPort(new HostAndPort(url.getHost(), url.getPort() < 0 ? USUAL_PORT : url.getPort()))
                .clientConfig(config.build())
                .poolConfig(pool)
                .build();
    }

    @Override
    public List<String> run(String script, String key, List<String> arguments) {
        if (client.eval(script, List.of(key), arguments) instanceof List<?> texts) {
            return texts.stream().map(String::valueOf).toList();
        }
        throw new IllegalStateException("a script gives a list");
    }

    @Override
    public byte @Nullable [] get(String key) {
        return client.get(key.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void set(String key, byte[] value, Duration life) {
        client.setex(key.getBytes(StandardCharsets.UTF_8), life.toSeconds(), value);
    }

    @Override
    public void close() {
        client.close();
    }
}
