package dev.templedb.cathedral.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.testing.Contract;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContractTest {
    @Test
    void the_document_names_every_resource_and_every_resource_is_in_the_document()
            throws IOException, URISyntaxException, ClassNotFoundException {
        var offered = new TreeSet<String>();
        for (Class<?> type : resources()) {
            for (var method : type.getDeclaredMethods()) {
                verb(method).forEach(verb -> offered.add(verb + " " + path(type, method)));
            }
        }

        var described = Contract.shared().operations().stream()
                .map(operation -> operation.method() + " " + operation.path())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(offered).isEqualTo(described);
    }

    private static Set<Class<?>> resources() throws IOException, URISyntaxException, ClassNotFoundException {
        var classes = java.nio.file.Path.of(ContractResource.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var files = Files.walk(classes)) {
            var found = new java.util.HashSet<Class<?>>();
            for (var file : files.filter(one -> one.toString().endsWith("Resource.class"))
                    .toList()) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                var type = Class.forName(name);
                if (type.isAnnotationPresent(Path.class)) {
                    found.add(type);
                }
            }
            return found;
        }
    }

    private static Set<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(java.util.Objects::nonNull)
                .map(HttpMethod::value)
                .collect(Collectors.toSet());
    }

    private static String path(Class<?> type, Method method) {
        var own = method.getAnnotation(Path.class);
        String whole = type.getAnnotation(Path.class).value() + (own == null ? "" : own.value());
        return whole.replaceAll(": *[^}/]+(\\{[^}]*})?[^}/]*}", "}");
    }
}
