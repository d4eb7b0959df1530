package dev.templedb.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Words as people write them about software: some very often, most hardly ever, in the proportions of Zipf's law.
///
/// The same seed gives the same words. Not for use by several threads.
final class SampleText {
    private static final String COMMON = """
            web app server client api react auth data cloud tool library framework test build log cache queue search image
            video audio game engine editor parser compiler runtime package manager plugin theme template admin dashboard
            chart table form button router state store redux vue angular svelte node deno rust python java kotlin swift
            android ios mobile desktop linux windows docker kubernetes terraform ansible aws azure database postgres mysql
            sqlite mongo redis kafka graphql rest grpc socket stream event message chat bot mail sms push notification
            payment invoice shop cart order product user account login session token oauth jwt security crypto hash sign
            encrypt backup restore sync merge diff git commit branch release deploy pipeline ci monitor metric trace alert
            health check config env secret vault proxy gateway load balancer dns http tls ssh ftp file folder tree graph
            list map set array string number date time zone locale i18n font icon color layout grid style css html markdown
            pdf csv json yaml xml toml excel word slide calendar task todo note wiki blog site static generator crawler
            scraper feed rss map geo route weather sensor iot robot drone camera vision speech text language model neural
            network train learn predict cluster vector matrix math stat science physics chemistry biology genome health
            medical school course quiz exam music player guitar piano synth midi photo gallery paint draw canvas svg webgl
            shader physics particle animation sprite level world map quest simple fast small tiny modern open awesome easy
            """;
    private static final String SYLLABLES = """
            ba be bi bo bra bri ca ce cho cla cor da de di do dra dun el en fa fe fi flo fra ga ge gla gor ha he hi hol
            ja jo ka ke ki kor la le li lo lum ma me mi mo mar na ne ni no nor pa pe pi plo pra qua ra re ri ro ran sa se
            si so sta sten ta te ti to tra tum va ve vi vo vel wa wi wo xa xi ya yo za ze zi zo zen
            """;
    private static final int RARE = 20_000;
    private static final double EXPONENT = 1.05;
    /// How many words as frequent as the first one there would be before it: none, and every text would have it.
    private static final int MISSING_OF_COMMON = 10;
    private static final int MISSING_OF_ALL = 150;

    private final Random random;
    private final List<String> common = List.of(COMMON.strip().split("\\s+"));
    private final List<String> rare = new ArrayList<>();
    private final double[] commonWeights;
    private final double[] allWeights;

    SampleText(long seed) {
        random = new Random(seed);
        var syllables = SYLLABLES.strip().split("\\s+");
        for (int i = 0; i < RARE; i++) {
            var word = new StringBuilder();
            for (int syllable = 2 + random.nextInt(3); syllable > 0; syllable--) {
                word.append(syllables[random.nextInt(syllables.length)]);
            }
            rare.add(word.toString());
        }
        commonWeights = zipf(common.size(), MISSING_OF_COMMON);
        allWeights = zipf(common.size() + RARE, MISSING_OF_ALL);
    }

    private static double[] zipf(int count, int missing) {
        var sums = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += 1 / Math.pow(i + 1 + missing, EXPONENT);
            sums[i] = sum;
        }
        return sums;
    }

    private int draw(double[] sums) {
        double sought = random.nextDouble() * sums[sums.length - 1];
        int at = java.util.Arrays.binarySearch(sums, sought);
        return at < 0 ? -at - 1 : at;
    }

    Random random() {
        return random;
    }

    /// One of the few hundred words that everybody uses.
    String commonWord() {
        return common.get(draw(commonWeights));
    }

    /// A word of one's own.
    String rareWord() {
        return rare.get(random.nextInt(RARE));
    }

    /// Text of so many words.
    String text(int words) {
        var text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            int at = draw(allWeights);
            text.append(i == 0 ? "" : " ").append(at < common.size() ? common.get(at) : rare.get(at - common.size()));
        }
        return text.toString();
    }

    /// A whole number from 0, mostly small: half of all are below `middle`, few are a thousand times as large.
    long fewWithMuch(double middle) {
        return (long) (middle * (Math.pow(random.nextDouble(), -1.2) - 1) / 1.3);
    }
}
