package dev.templedb.storage.s3;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/// Makes the SDK's client as services other than Amazon's understand it, too: no chunked signatures, no trailers.
final class S3Clients {
    /// A stream that is being read holds one.
    private static final int MOST_CONNECTIONS = 256;

    private S3Clients() {}

    static S3Client of(S3Config config) {
        var client = S3Client.builder()
                .region(Region.of(config.region()))
                .forcePathStyle(config.pathStyle())
                .credentialsProvider(credentials(config))
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(MOST_CONNECTIONS)
                        .connectionTimeout(config.connectTimeout())
                        .socketTimeout(config.requestTimeout()))
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(config.requestTimeout())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(config.attempts())
                                .build()));
        config.endpoint().map(URI::normalize).ifPresent(client::endpointOverride);
        return client.build();
    }

    private static AwsCredentialsProvider credentials(S3Config config) {
        return config.credentials()
                .<AwsCredentialsProvider>map(source -> () -> forSdk(source.get()))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    private static AwsCredentials forSdk(S3Credentials credentials) {
        return credentials
                .sessionToken()
                .<AwsCredentials>map(token ->
                        AwsSessionCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey(), token))
                .orElseGet(() -> AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()));
    }
}
