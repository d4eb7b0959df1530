package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A person's browser: keeps cookies, follows redirects from site to site, and fills in the forms of pages. The proxy
/// that shows the registry under another address stands in it.
final class ProviderBrowser {
    private static final Pattern HIDDEN =
            Pattern.compile("<input name=\"(\\w+)\" type=\"hidden\"[^>]* value=\"([^\"]*)\"");
    private static final int MOST_REDIRECTS = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Cookie> cookies = new ArrayList<>();
    private final String shown;
    private final String real;

    /// @param shown where the registry is shown
    /// @param real  where it is
    ProviderBrowser(String shown, String real) {
        this.shown = shown;
        this.real = real;
    }

    /// Browsers look at the path of a cookie, and not at the port.
    private record Cookie(String name, String value, String path) {
        static Cookie of(String header) {
            var path = Pattern.compile("(?i); *Path=([^;]*)").matcher(header);
            String[] pair = header.split(";", 2)[0].split("=", 2);
            return new Cookie(pair[0], pair[1], path.find() ? path.group(1) : "/");
        }

        boolean isFor(URI address) {
            return address.getPath().equals(path)
                    || address.getPath().startsWith(path.endsWith("/") ? path : path + "/");
        }
    }

    /// What a page says.
    ///
    /// @param address where it is, as the person sees it
    record Page(URI address, int status, String text) {
        /// Fails when there is no such link.
        String link(String title) {
            var link = Pattern.compile("href=\"([^\"]+)\">" + Pattern.quote(title) + "</a>")
                    .matcher(text);
            assertThat(link.find()).as(text).isTrue();
            return link.group(1).replace("&amp;", "&");
        }
    }

    Page open(String address) throws IOException, InterruptedException {
        return send(URI.create(address), null);
    }

    Page follow(Page page, String title) throws IOException, InterruptedException {
        return send(page.address().resolve(page.link(title)), null);
    }

    /// Sends the form of a page with its hidden fields and with those that the person fills in: names and values by
    /// turns.
    Page submit(Page page, String action, String... fields) throws IOException, InterruptedException {
        var all = new ArrayList<String>();
        var hidden = HIDDEN.matcher(
                page.text().replaceAll("<input type=\"hidden\"( name=\"\\w+\")", "<input$1 type=\"hidden\""));
        hidden.results().forEach(found -> all.addAll(List.of(found.group(1), found.group(2))));
        all.addAll(List.of(fields));
        var form = new StringBuilder();
        for (int i = 0; i < all.size(); i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(all.get(i))
                    .append('=')
                    .append(URLEncoder.encode(all.get(i + 1), StandardCharsets.UTF_8));
        }
        return send(page.address().resolve(action), form.toString());
    }

    private Page send(URI address, @Nullable String form) throws IOException, InterruptedException {
        var at = address;
        var answer = answer(at, form);
        for (int turn = 0; answer.statusCode() / 100 == 3 && turn < MOST_REDIRECTS; turn++) {
            at = at.resolve(answer.headers().firstValue("Location").orElseThrow());
            answer = answer(at, null);
        }
        return new Page(at, answer.statusCode(), answer.body());
    }

    private HttpResponse<String> answer(URI address, @Nullable String form) throws IOException, InterruptedException {
        String text = address.toString();
        var request = HttpRequest.newBuilder(
                        URI.create(text.startsWith(shown) ? real + text.substring(shown.length()) : text))
                .header("Accept", "text/html");
        String carried = cookies.stream()
                .filter(cookie -> cookie.isFor(address))
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
        if (!carried.isEmpty()) {
            request.header("Cookie", carried);
        }
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Origin", address.getScheme() + "://" + address.getAuthority())
                    .POST(HttpRequest.BodyPublishers.ofString(form));
        }
        var answer = client.send(request.build(), BodyHandlers.ofString());
        answer.headers().allValues("Set-Cookie").stream().map(Cookie::of).forEach(this::keep);
        return answer;
    }

    private void keep(Cookie fresh) {
        cookies.removeIf(
                cookie -> cookie.name().equals(fresh.name()) && cookie.path().equals(fresh.path()));
        if (!fresh.value().isEmpty()) {
            cookies.add(fresh);
        }
    }
}
