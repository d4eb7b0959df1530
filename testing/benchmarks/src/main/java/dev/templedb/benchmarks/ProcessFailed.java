package dev.templedb.benchmarks;

/// A command ended with an error; the sentence is for the report.
final class ProcessFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sentence;

    ProcessFailed(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
