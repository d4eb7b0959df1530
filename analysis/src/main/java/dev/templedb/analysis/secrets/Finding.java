package dev.templedb.analysis.secrets;

/// Something in a file that looks like a secret.
///
/// @param kind    what it looks like
/// @param line    where, counted from 1; 0 for the file as a whole
/// @param excerpt the beginning of what was found, with the rest masked; never enough to use it
public record Finding(Kind kind, int line, String excerpt) {
    /// What can be found.
    public enum Kind {
        /// A file of variables such as `.env`, with values in it.
        ENV_FILE("a .env file", true),
        /// A private key in PEM or PuTTY form.
        PRIVATE_KEY("a private key", true),
        /// A private key of age.
        AGE_KEY("a private key of age", true),
        /// A `.netrc` with a password in it.
        NETRC_FILE("a file of passwords for hosts", true),
        AWS("an access key of AWS", false),
        GITHUB("a token of GitHub", false),
        GITLAB("a token of GitLab", false),
        SLACK("a token of Slack", false),
        STRIPE("a live key of Stripe", false),
        GOOGLE("an API key of Google", false),
        NPM("a token of npm", false),
        PYPI("a token of PyPI", false),
        OPENAI("a key of OpenAI", false),
        ANTHROPIC("a key of Anthropic", false),
        HUGGING_FACE("a token of Hugging Face", false),
        SENDGRID("a key of SendGrid", false),
        DIGITAL_OCEAN("a token of DigitalOcean", false),
        VAULT("a token of Vault", false),
        TWILIO("a key of Twilio", false),
        JWT("a JSON web token", false),
        /// A password inside an address, such as `postgres://user:password@host`.
        PASSWORD_IN_ADDRESS("a password in an address", false),
        /// An assignment to a name such as `api_key` of a value that looks random.
        ASSIGNMENT("a value that looks secret", false);

        private final String words;
        private final boolean isGrave;

        Kind(String words, boolean isGrave) {
            this.words = words;
            this.isGrave = isGrave;
        }

        /// What it is, in a sentence: `a token of GitHub`.
        public String words() {
            return words;
        }

        /// Whether it is a secret beyond doubt, by its kind of file or of key.
        public boolean isGrave() {
            return isGrave;
        }

        /// Whether it has a shape that the keys of one service have and nothing else has.
        public boolean isToken() {
            return switch (this) {
                case ENV_FILE, PRIVATE_KEY, AGE_KEY, NETRC_FILE, JWT, PASSWORD_IN_ADDRESS, ASSIGNMENT -> false;
                default -> true;
            };
        }
    }
}
