package dev.templedb.core;

/// Every failure a user or client can see, with the number that never changes.
///
/// Codes are append-only: a name may be deprecated, never reused. The user
/// manual (`docs/errors.md`) is generated from this file and checked in CI.
public enum ErrorCode {
    // 10xx: projects, files and history
    PROJECT_NOT_FOUND("TDB-1001", Kind.NOT_FOUND, "Check the name with `templedb project list`."),
    PROJECT_ALREADY_EXISTS(
            "TDB-1002",
            Kind.CONFLICT,
            "Choose another slug with --slug or --as. `cathedral import --overwrite` replaces a project; `project sync SLUG"
                    + " DIR` reads it from another place."),
    SLUG_INVALID("TDB-1003", Kind.INVALID, "Use letters, digits, dots, dashes and underscores, such as `web-app`."),
    REF_NOT_FOUND("TDB-1004", Kind.NOT_FOUND, "List branches and tags with `templedb project show SLUG`."),
    FILE_NOT_FOUND("TDB-1005", Kind.NOT_FOUND, "List the files with `templedb file list SLUG`."),
    COMMIT_NOT_FOUND("TDB-1006", Kind.NOT_FOUND, "List commits with `templedb vcs log SLUG`."),
    NOTHING_TO_UNDO("TDB-1007", Kind.NOT_FOUND, "See what can be undone with `templedb undo --list`."),
    PROJECT_VALUE_INVALID(
            "TDB-1008",
            Kind.INVALID,
            "The values that are allowed are in the message and in `templedb project edit --help`."),
    PROJECT_STATUS_TRANSITION("TDB-1009", Kind.CONFLICT, "The message lists the statuses that may follow."),
    PROJECT_HAS_NO_SOURCE(
            "TDB-1010", Kind.CONFLICT, "Give the directory or repository once: `templedb project sync SLUG DIR`."),
    PROJECT_EMPTY(
            "TDB-1011", Kind.CONFLICT, "Import a directory into the project with `templedb project sync SLUG DIR`."),
    REF_AMBIGUOUS(
            "TDB-1012", Kind.INVALID, "Give more digits of the commit id, or the full name such as `refs/heads/main`."),
    PROJECT_CHANGED(
            "TDB-1013",
            Kind.CONFLICT,
            "Look at the project again with `templedb project show SLUG` and repeat the change."),
    PACKAGE_QUERY_INVALID(
            "TDB-1014",
            Kind.INVALID,
            "Ask for a package and bounds of its version (<, <=, =, !=, >=, >), such as `log4j-core < 2.17` or"
                    + " `pkg:npm/lodash >= 4, < 4.17.21`."),
    DEPENDENCY_NOT_FOUND(
            "TDB-1015",
            Kind.NOT_FOUND,
            "List the packages that the project depends on with `templedb deps list SLUG`."),
    MEMBER_NOT_FOUND("TDB-1016", Kind.NOT_FOUND, "List the team with `templedb project member list SLUG`."),
    SOURCE_UNRELATED(
            "TDB-1018",
            Kind.CONFLICT,
            "Name the right directory. If the whole history is meant to be replaced, add --unrelated to `templedb project"
                    + " sync SLUG`; to have both, import this one under a --slug of its own."),
    NOTHING_TO_RUN_IN(
            "TDB-1017",
            Kind.NOT_FOUND,
            "Say where a project lies with `templedb project edit SLUG --working-directory DIR`, or check it out."),
    CHANGED_SINCE(
            "TDB-1019",
            Kind.CONFLICT,
            "Undo first what was done since (`templedb undo --list`), or take away what is in the way."),
    SLUG_TAKEN_SINCE(
            "TDB-1020",
            Kind.CONFLICT,
            "Give the other project another name with `templedb project rename SLUG NEW-SLUG`, then undo again."),
    UNDO_UNCLEAR(
            "TDB-1021",
            Kind.PRECONDITION,
            "Say which one is meant with its number, `templedb undo NUMBER`; `templedb undo --list` shows all."),

    // 11xx: sources and targets on disk
    SOURCE_NOT_FOUND("TDB-1101", Kind.NOT_FOUND, "Give an existing directory or a git address."),
    SOURCE_UNREADABLE("TDB-1102", Kind.INTERNAL, "Check the permissions of the path in the message."),
    GIT_REPOSITORY_BROKEN(
            "TDB-1103", Kind.CORRUPT, "Run `git fsck` in the repository; `git fetch` may bring back what is missing."),
    GIT_FORMAT_UNSUPPORTED(
            "TDB-1104",
            Kind.INVALID,
            "Only SHA-1 repositories can be imported; --no-history takes the files of any checkout."),
    GIT_CLONE_FAILED(
            "TDB-1105", Kind.UNAVAILABLE, "Check the address, the network and your credentials with `git ls-remote`."),
    TARGET_NOT_EMPTY("TDB-1106", Kind.CONFLICT, "Choose a directory that does not exist or is empty."),
    TARGET_UNWRITABLE("TDB-1107", Kind.INTERNAL, "Check the permissions and the space of the target."),
    PATH_NOT_PORTABLE("TDB-1108", Kind.FORBIDDEN, "Check the project out on a file system that can hold these names."),
    DISK_FULL("TDB-1109", Kind.UNAVAILABLE, "Free some space; nothing was changed."),
    OBJECT_COLLISION(
            "TDB-1110",
            Kind.CORRUPT,
            "Two different contents claim the same git id; one of the repositories has been tampered with."),
    GLOB_INVALID("TDB-1111", Kind.INVALID, "Use globs such as `node_modules/**` or `*.log`."),
    TREE_UNSAFE(
            "TDB-1112",
            Kind.FORBIDDEN,
            "The repository or package holds a name that could write outside its directory; it is not taken in."),
    CHANGED_WHILE_READING("TDB-1113", Kind.CONFLICT, "Run the command again when nothing else writes to the source."),
    TREE_TOO_LARGE(
            "TDB-1114",
            Kind.TOO_LARGE,
            "No disk can hold directories like these; they were made to exhaust whoever unfolds them."),
    GIT_LEADS_OUTSIDE(
            "TDB-1115",
            Kind.FORBIDDEN,
            "Import the place that it leads to, or a whole copy: `git clone --mirror --no-local DIRECTORY copy.git`."),
    IGNORE_FILE_TOO_LARGE("TDB-1116", Kind.TOO_LARGE, "Remove the file, or write its patterns with fewer words."),
    WORK_UNFINISHED(
            "TDB-1117",
            Kind.INTERNAL,
            "Make the directory writable, or free some space: the next command there, such as `templedb vcs status`, goes on"
                    + " where this one has stopped."),
    ATTRIBUTES_TOO_LARGE("TDB-1118", Kind.TOO_LARGE, "Remove the file, or write its patterns with fewer words."),

    // 12xx: packages
    PACKAGE_NOT_FOUND("TDB-1201", Kind.NOT_FOUND, "Check the path of the package."),
    PACKAGE_NOT_RECOGNIZED(
            "TDB-1202", Kind.INVALID, "Packages are `.cathedral` files or directories, `.tar.zst` or `.tar.gz`."),
    PACKAGE_DIGEST_MISMATCH("TDB-1203", Kind.CORRUPT, "Get the package again from where it came."),
    PACKAGE_TRUNCATED("TDB-1204", Kind.CORRUPT, "Get the package again; the transfer was cut off."),
    PACKAGE_MALFORMED("TDB-1205", Kind.CORRUPT, "Get the package again, or export it again."),
    PACKAGE_VERSION_UNSUPPORTED("TDB-1206", Kind.INVALID, "Install a newer TempleDB, or export with an older format."),
    PACKAGE_ENTRY_UNSAFE(
            "TDB-1207",
            Kind.FORBIDDEN,
            "The package tries to write outside its place; do not trust where it came from."),
    PACKAGE_ENTRY_DUPLICATE("TDB-1208", Kind.CORRUPT, "The package names one entry twice; export it again."),
    PACKAGE_TOO_LARGE("TDB-1209", Kind.TOO_LARGE, "The limit is in the message."),
    PACKAGE_INCOMPLETE("TDB-1210", Kind.CORRUPT, "Export it again, or take what there is with --partial."),
    PACKAGE_PATH_UNSAFE(
            "TDB-1211",
            Kind.FORBIDDEN,
            "The package holds a file name that is not allowed; --partial leaves such files out and lists them."),
    PACKAGE_UNREACHABLE_OBJECT(
            "TDB-1212",
            Kind.CORRUPT,
            "The package carries content that its project does not reach; do not trust where it came from."),
    PACKAGE_MISSING_OBJECT(
            "TDB-1213", Kind.CORRUPT, "The package lacks content that its project needs; export it again."),
    PACKAGE_STATE_MISMATCH(
            "TDB-1214", Kind.CORRUPT, "The content is not what the package's state names; get the package again."),
    PACKAGE_ENTRY_MISSING("TDB-1215", Kind.CORRUPT, "The package is incomplete; copy or export it again."),
    PACKAGE_ENTRY_UNEXPECTED(
            "TDB-1216", Kind.CORRUPT, "The package has an entry that its manifest does not list; get it again."),
    PACKAGE_UNWRITABLE("TDB-1217", Kind.INTERNAL, "Check the permissions and the space of the output directory."),
    PACKAGE_EXISTS("TDB-1218", Kind.CONFLICT, "Choose another --output, or replace it with --overwrite."),
    SIGNATURE_INVALID(
            "TDB-1219",
            Kind.CORRUPT,
            "Somebody changed the package or the signature; do not trust where it came from, and get it again."),
    SIGNATURE_MISSING(
            "TDB-1220",
            Kind.FORBIDDEN,
            "Ask for one that is signed, or leave out --require-signature: then its content alone is proved."),
    SIGNER_UNKNOWN(
            "TDB-1221",
            Kind.FORBIDDEN,
            "Compare the fingerprint with the signer's; add the key to the file of --allowed-signers or --openpgp-keys when you"
                    + " trust it."),
    SIGNING_KEY_UNUSABLE(
            "TDB-1222",
            Kind.INVALID,
            "Give a private key with --key FILE; `ssh-keygen -t ed25519` makes one, `gpg --list-secret-keys` lists those of"
                    + " OpenPGP."),
    ALLOWED_SIGNERS_INVALID(
            "TDB-1223",
            Kind.INVALID,
            "A line is `ada@example.org ssh-ed25519 AAAA…`; `ssh-keygen(1)` describes the file under ALLOWED SIGNERS."),
    BASE_MISSING(
            "TDB-1224",
            Kind.CONFLICT,
            "Import the packages before this one first, the oldest first; `templedb cathedral inspect` says what one builds on."),
    BASE_UNKNOWN(
            "TDB-1225",
            Kind.NOT_FOUND,
            "Give a tag, branch or commit, a content root that `cathedral export` has shown, or the path of a package."),
    PROJECT_HAS_MORE(
            "TDB-1227",
            Kind.CONFLICT,
            "Give what is only here to the other side first, or give it up with --overwrite; `templedb cathedral diff` shows both."),
    SIGNATURE_FILE_UNREADABLE("TDB-1228", Kind.NOT_FOUND, "Check the path of the file in the message."),
    PROJECTS_IN_THE_WAY(
            "TDB-1226",
            Kind.CONFLICT,
            "See with --dry-run --merge what would become of each; --merge moves on those that lose nothing by it."),

    // 13xx: the temple and its database
    TEMPLE_NOT_FOUND("TDB-1301", Kind.NOT_FOUND, "Make one with `templedb init`."),
    TEMPLE_NOT_A_TEMPLE("TDB-1302", Kind.INVALID, "Give the path of a temple with --temple."),
    TEMPLE_NEWER("TDB-1303", Kind.INVALID, "Install a newer TempleDB to open this temple."),
    TEMPLE_CORRUPT("TDB-1304", Kind.CORRUPT, "Restore a copy of the temple, or export what can still be read."),
    TEMPLE_BUSY("TDB-1305", Kind.UNAVAILABLE, "Another TempleDB is writing; try again when it is done."),
    TEMPLE_ON_NETWORK(
            "TDB-1306", Kind.INVALID, "Keep the temple on a local disk: locks do not work on network file systems."),
    TEMPLE_UNWRITABLE("TDB-1307", Kind.FORBIDDEN, "Check the permissions of the temple and its directory."),
    MIGRATION_CHANGED(
            "TDB-1308",
            Kind.CORRUPT,
            "The temple was made by a TempleDB with other migrations; install the version that made it."),
    SQL_INVALID(
            "TDB-1309",
            Kind.INVALID,
            "Correct the statement; a parameter `:NAME` has its value from --param NAME=VALUE, and `templedb sql \"SELECT name FROM"
                    + " sqlite_schema\"` lists the tables and views."),
    SQL_READ_ONLY(
            "TDB-1310",
            Kind.FORBIDDEN,
            "`templedb sql` only reads; `templedb sql --write` and the other commands change something."),
    SQL_LIMIT("TDB-1311", Kind.LIMITED, "Narrow the query, or raise the limit named in the message."),
    TEMPLE_OBJECT_MISSING(
            "TDB-1312", Kind.CORRUPT, "Restore a copy of the temple; `templedb maintain` says what is damaged."),
    AUDIT_BROKEN(
            "TDB-1313",
            Kind.CORRUPT,
            "Somebody changed the log with another program; compare it with a copy of the temple that you trust."),
    SQL_NOT_CHANGEABLE(
            "TDB-1314",
            Kind.FORBIDDEN,
            "`templedb sql --write` changes rows of the views projects, project_list, project_tags and project_variables; other"
                    + " commands change the rest."),
    WORK_CONTENT_DAMAGED(
            "TDB-1315",
            Kind.CORRUPT,
            "Stage the file again as it is now with `templedb vcs add PATH`; `templedb maintain` lists all that is damaged."),
    LANGUAGE_UNKNOWN("TDB-1316", Kind.INVALID, "The languages of a project are listed by `templedb stats SLUG`."),

    // 14xx: a registry, as a client sees it
    REMOTE_UNREACHABLE("TDB-1401", Kind.UNAVAILABLE, "Check the server address and try again."),
    REQUEST_INVALID("TDB-1402", Kind.INVALID, "Correct the request; `docs/formats/rest-api.yaml` describes it."),
    PATH_UNKNOWN("TDB-1403", Kind.NOT_FOUND, "Check the address; the server describes its own at /openapi."),
    METHOD_NOT_ALLOWED("TDB-1404", Kind.INVALID, "Use one of the methods that the header Allow names."),
    NOT_ACCEPTABLE("TDB-1405", Kind.INVALID, "Accept application/json."),
    MEDIA_TYPE_UNSUPPORTED("TDB-1406", Kind.INVALID, "Send the body as application/json."),
    REQUEST_TOO_LARGE("TDB-1407", Kind.TOO_LARGE, "Send less at once; files are sent in parts."),
    PRECONDITION_FAILED("TDB-1408", Kind.PRECONDITION, "Read it again, and repeat the change on what it is now."),
    IDEMPOTENCY_KEY_REUSED("TDB-1409", Kind.CONFLICT, "Give each request a key of its own."),
    LOGIN_REQUIRED("TDB-1410", Kind.UNAUTHENTICATED, "Sign in with `templedb cathedral login`."),
    LOGIN_FAILED("TDB-1411", Kind.UNAUTHENTICATED, "Check the name and the password."),
    TOKEN_INVALID("TDB-1412", Kind.UNAUTHENTICATED, "Sign in again with `templedb cathedral login`."),
    SCOPE_MISSING("TDB-1413", Kind.FORBIDDEN, "Use a token that is good for this: `templedb cathedral token`."),
    PERMISSION_DENIED("TDB-1414", Kind.FORBIDDEN, "Ask an owner for the role that this needs."),
    CROSS_SITE_REQUEST("TDB-1415", Kind.FORBIDDEN, "Send it from the server's own pages, or with a token."),
    LOGIN_LIMITED("TDB-1416", Kind.LIMITED, "Wait some minutes, then try again."),
    REGISTRATION_CLOSED("TDB-1417", Kind.FORBIDDEN, "Ask an administrator of the server for an account."),
    OWNER_NAME_INVALID(
            "TDB-1418",
            Kind.INVALID,
            "Use 1 to 64 letters, digits, dots, dashes and underscores, beginning with a letter or a digit."),
    OWNER_NAME_TAKEN("TDB-1419", Kind.CONFLICT, "Choose another name."),
    EMAIL_TAKEN("TDB-1420", Kind.CONFLICT, "Sign in to the account that has it, or give another address."),
    PASSWORD_WEAK("TDB-1421", Kind.INVALID, "Choose a password of at least 12 characters that is not easily guessed."),
    USER_NOT_FOUND("TDB-1422", Kind.NOT_FOUND, "Check the name."),
    ORGANIZATION_NOT_FOUND("TDB-1423", Kind.NOT_FOUND, "Check the name."),
    REMOTE_PROJECT_NOT_FOUND("TDB-1424", Kind.NOT_FOUND, "Check the address; sign in if it is not public."),
    REMOTE_PROJECT_EXISTS("TDB-1425", Kind.CONFLICT, "Choose another slug."),
    VERSION_NOT_FOUND("TDB-1426", Kind.NOT_FOUND, "List the published ones with `templedb cathedral versions`."),
    VERSION_ALREADY_EXISTS("TDB-1427", Kind.CONFLICT, "Published versions are immutable; choose a new version."),
    VERSION_NAME_INVALID("TDB-1428", Kind.INVALID, "Use a semantic version such as 1.4.0 or 2.0.0-rc.1."),
    VERSION_KEPT("TDB-1429", Kind.CONFLICT, "Yank it: whoever names it still gets it, nobody else does."),
    TOKEN_NOT_FOUND("TDB-1430", Kind.NOT_FOUND, "List them with `templedb cathedral token list`."),
    PERSON_NOT_THERE("TDB-1431", Kind.NOT_FOUND, "List those who are there first."),
    LAST_OWNER("TDB-1432", Kind.CONFLICT, "Make somebody else an owner first."),
    TAG_INVALID("TDB-1433", Kind.INVALID, "Use up to 50 letters, digits, dots, pluses, hashes and dashes."),
    PROFILE_KEY_INVALID(
            "TDB-1434", Kind.INVALID, "Give the public key alone, as age-keygen, ssh-keygen or gpg print it."),
    PROFILE_KEY_NOT_FOUND("TDB-1435", Kind.NOT_FOUND, "List the keys of the profile first."),
    ORGANIZATION_NOT_EMPTY("TDB-1436", Kind.CONFLICT, "Move or delete its projects first."),
    DEVICE_PENDING("TDB-1437", Kind.INVALID, "Ask again when the interval has passed."),
    DEVICE_SLOW_DOWN("TDB-1438", Kind.LIMITED, "Wait five seconds longer between two questions."),
    DEVICE_DENIED("TDB-1439", Kind.FORBIDDEN, "Begin again with `templedb cathedral login --device`."),
    DEVICE_EXPIRED("TDB-1440", Kind.INVALID, "Begin again with `templedb cathedral login --device`."),
    DEVICE_CODE_UNKNOWN("TDB-1441", Kind.NOT_FOUND, "Check the code that the program shows."),
    TWO_FACTOR_REQUIRED("TDB-1442", Kind.UNAUTHENTICATED, "Send the one-time code of your authenticator besides."),
    TAG_NOT_FOUND("TDB-1443", Kind.NOT_FOUND, "List the project's tags first."),
    VISIBILITY_TOO_WIDE("TDB-1444", Kind.CONFLICT, "Choose a visibility that is no wider than the source's."),
    TWO_FACTOR_STATE("TDB-1445", Kind.CONFLICT, "See in the profile whether two-factor login is on."),
    CHANGED_MEANWHILE("TDB-1446", Kind.CONFLICT, "Read it again and repeat; nothing was changed."),
    STATE_MISSING("TDB-1449", Kind.CONFLICT, "Push it first with `templedb cathedral push`."),
    STORED_PACK_DAMAGED(
            "TDB-1461",
            Kind.INTERNAL,
            "The administrator of the server brings the pack back from a copy of the storage."),
    STATE_MOVED(
            "TDB-1462", Kind.CONFLICT, "Pull what others have pushed, with `templedb cathedral sync`, and push again."),
    UPLOAD_NOT_FOUND("TDB-1463", Kind.NOT_FOUND, "Begin the push again; unfinished uploads are kept for a day."),
    UPLOAD_INCOMPLETE(
            "TDB-1464", Kind.CONFLICT, "Send the parts that are missing; the upload lists those that are there."),
    UPLOAD_PART_INVALID("TDB-1465", Kind.INVALID, "Send parts of the length and at the offsets that the server named."),
    UPLOAD_PART_DIFFERS("TDB-1466", Kind.INVALID, "Send the part again; nothing of it was kept."),
    STATE_NOT_SERVED("TDB-1467", Kind.NOT_FOUND, "Fetch the present state, or a version."),
    PACK_NOT_FOUND("TDB-1468", Kind.NOT_FOUND, "Ask for a new plan with `fetch`."),
    RANGE_INVALID("TDB-1469", Kind.INVALID, "Ask for one range of bytes that a plan has named."),

    // 15xx: the registry server itself
    SERVER_ALREADY_RUNNING(
            "TDB-1501",
            Kind.CONFLICT,
            "Stop the other server, or give this one a directory of its own with --data-dir."),
    POSTGRES_FAILED(
            "TDB-1502",
            Kind.UNAVAILABLE,
            "Its log is `postgres/postgres.log` in the data directory; `CATHEDRAL_DATABASE_URL` names another PostgreSQL."),
    POSTGRES_TOOLS_MISSING(
            "TDB-1503",
            Kind.UNAVAILABLE,
            "Install what the message names, or use a PostgreSQL of your own with `CATHEDRAL_DATABASE_URL`."),
    POSTGRES_REFUSES_ROOT(
            "TDB-1504",
            Kind.FORBIDDEN,
            "Start the server as an ordinary user, allow user namespaces (`sysctl user.max_user_namespaces`), or use a"
                    + " PostgreSQL of your own with `CATHEDRAL_DATABASE_URL`."),
    POSTGRES_OTHER_VERSION(
            "TDB-1505",
            Kind.PRECONDITION,
            "Start the server that made the directory, save it with `cathedral admin backup`, and restore it with this one into"
                    + " a new directory with `cathedral admin restore`."),
    STORAGE_UNAVAILABLE(
            "TDB-1506", Kind.UNAVAILABLE, "Try again; when it stays so, look at the storage that the message names."),
    STORAGE_FULL("TDB-1507", Kind.UNAVAILABLE, "Free some space in the storage, or raise its quota."),
    STORAGE_REFUSED(
            "TDB-1508",
            Kind.INTERNAL,
            "Check the settings of the storage: address, region, bucket, credentials, and the permissions of its directory."),
    STORAGE_OBJECT_MISSING(
            "TDB-1509", Kind.CORRUPT, "Bring the object back from a copy of the storage, or publish it again."),
    STORAGE_OBJECT_DAMAGED(
            "TDB-1510", Kind.CORRUPT, "Bring the object back from a copy of the storage, or publish it again."),
    STORAGE_OBJECT_EXISTS("TDB-1511", Kind.CONFLICT, "What is stored never changes; use another name."),
    STORAGE_CONTENT_DIFFERS("TDB-1512", Kind.CORRUPT, "Send the same bytes again; nothing was kept."),
    SETTING_INVALID(
            "TDB-1513", Kind.INVALID, "Correct it; `cathedral admin settings` lists all settings with their values."),
    DATABASE_UNAVAILABLE("TDB-1514", Kind.UNAVAILABLE, "Try again in a moment; the log of the server says more."),
    ADDRESS_UNAVAILABLE(
            "TDB-1515", Kind.UNAVAILABLE, "Choose another port with --port, or another address with --host."),
    SERVER_NOT_INSTALLED("TDB-1516", Kind.NOT_FOUND, "Run it from a clone of TempleDB, or install CathedralDB."),
    DATABASE_DIFFERS(
            "TDB-1517",
            Kind.PRECONDITION,
            "Start the version of CathedralDB that has used this database last, or a newer one."),
    JOB_NOT_FOUND("TDB-1518", Kind.NOT_FOUND, "List them with `cathedral admin jobs`."),
    REGISTRY_NOT_FOUND("TDB-1519", Kind.NOT_FOUND, "Name the data directory of the server with --data-dir."),
    REGISTRY_NOT_EMPTY(
            "TDB-1520",
            Kind.CONFLICT,
            "Restore into a new directory, or add --replace; save what is there first with `cathedral admin backup`."),
    BACKUP_NOT_FOUND("TDB-1521", Kind.NOT_FOUND, "Name the directory that `cathedral admin backup` has written."),
    BACKUP_DAMAGED("TDB-1522", Kind.CORRUPT, "Use another copy of the backup; nothing was restored."),
    BACKUP_IN_USE("TDB-1523", Kind.CONFLICT, "Wait until the other command has ended, or use another directory."),
    BACKUP_DIFFERS(
            "TDB-1524",
            Kind.PRECONDITION,
            "Use the version of CathedralDB that has written the backup, or restore into a new directory."),
    RESET_LINK_INVALID("TDB-1525", Kind.UNAUTHENTICATED, "Ask an operator for a new link: `cathedral admin reset`."),
    GIT_PUSH_REFUSED(
            "TDB-1530",
            Kind.FORBIDDEN,
            "Import the repository with `templedb project import`, and push the project with `templedb cathedral push`."),
    GIT_REQUEST_INVALID(
            "TDB-1531", Kind.INVALID, "Clone with a current version of git: `git clone ADDRESS/OWNER/PROJECT.git`."),
    GIT_REQUEST_TOO_LARGE(
            "TDB-1532",
            Kind.TOO_LARGE,
            "Clone the whole project without --filter, --depth and --single-branch, or pull it with `templedb cathedral pull`."),
    GIT_BUSY("TDB-1533", Kind.UNAVAILABLE, "Try again in a minute."),
    GIT_CACHE_UNAVAILABLE(
            "TDB-1534", Kind.UNAVAILABLE, "Free some space on the server's disk, or set `git.cache` lower."),
    SECRET_KEY_MISSING(
            "TDB-1535",
            Kind.UNAVAILABLE,
            "Give all servers the same keys (`auth.secret-keys`), older ones behind the first; or `cathedral admin reset NAME --two-factor-off`."),
    SEALED_SECRET_DAMAGED(
            "TDB-1536",
            Kind.CORRUPT,
            "Ask an operator for `cathedral admin reset NAME --two-factor-off`, and look why."),
    SIGN_IN_PROVIDER_UNKNOWN(
            "TDB-1537",
            Kind.NOT_FOUND,
            "The page of sign-in lists those that there are; `sign-in.providers` names them."),
    SIGN_IN_ENDED(
            "TDB-1538",
            Kind.UNAUTHENTICATED,
            "Begin again on the page of sign-in, in one browser, and be back within ten minutes."),
    SIGN_IN_PROVIDER_FAILED(
            "TDB-1539",
            Kind.UNAVAILABLE,
            "Try again in a minute; the log of the server says what the provider has answered."),
    SIGN_IN_REFUSED("TDB-1540", Kind.UNAUTHENTICATED, "Begin again; when it stays so, tell whoever runs the registry."),
    SIGN_IN_CLOSED(
            "TDB-1541",
            Kind.FORBIDDEN,
            "Who has an account signs in to it and links the provider on the page `/account`; who has none asks whoever runs the registry."),
    IDENTITY_TAKEN("TDB-1542", Kind.CONFLICT, "Sign in to the account that has it, and unlink it there first."),
    LAST_WAY_IN("TDB-1543", Kind.CONFLICT, "Set a password, or link another provider first."),
    IDENTITY_NOT_FOUND("TDB-1544", Kind.NOT_FOUND, "List them with `GET /api/v1/auth/identities`."),
    ACCOUNT_SUSPENDED("TDB-1545", Kind.FORBIDDEN, "Ask whoever runs the registry."),
    VERSION_SIGNATURE_OF_STATE(
            "TDB-1546",
            Kind.FORBIDDEN,
            "Sign the version itself: `templedb cathedral push PROJECT:VERSION --sign`. When the project was moved, link it to its"
                    + " new address first."),
    VERSION_NAME_UNSIGNED(
            "TDB-1547",
            Kind.FORBIDDEN,
            "Ask for a version that is signed under its name, or leave out --require-signature."),
    VERSION_SIGNED_ELSEWHERE(
            "TDB-1548",
            Kind.FORBIDDEN,
            "When you know that the project was moved or is a fork, and from where, say so with --signed-as OWNER/PROJECT."),
    MOVED_BEFORE_SIGNING(
            "TDB-1549",
            Kind.CONFLICT,
            "When that is the project that you mean, push again; otherwise say `templedb cathedral link SLUG OWNER/PROJECT`."),
    ROWS_WOULD_BE_LOST(
            "TDB-1563",
            Kind.CONFLICT,
            "Delete here first what the message names (`templedb db tenant delete`, `db branch delete`, `db delete`), or keep"
                    + " this side: `--strategy ours`."),
    DATABASES_MISSING(
            "TDB-1564",
            Kind.NOT_FOUND,
            "Put the directory back that the message names: it belongs beside the temple's file."),
    DATABASES_ELSEWHERE(
            "TDB-1565",
            Kind.CONFLICT,
            "`templedb project show` says where they lie; `templedb db detach PROJECT` copies those of a directory of yours into"
                    + " the temple."),
    SERVER_BUSY("TDB-1555", Kind.UNAVAILABLE, "Try again in a few seconds."),

    // 147x: sharing from the command line
    REMOTE_NOT_FOUND(
            "TDB-1471",
            Kind.NOT_FOUND,
            "List them with `templedb remote list`; `templedb remote add NAME FOLDER` or `templedb cathedral login URL` adds one."),
    REMOTE_ALREADY_EXISTS(
            "TDB-1472",
            Kind.CONFLICT,
            "Choose another name, or take the other one away with `templedb remote remove`."),
    REMOTE_ADDRESS_INVALID(
            "TDB-1473",
            Kind.INVALID,
            "Give a directory that exists, or the address of a server such as `https://cathedral.example.org`."),
    REMOTE_MOVED(
            "TDB-1474",
            Kind.CONFLICT,
            "Take in what is new with `templedb cathedral sync SLUG --pull`, then push again; `sync --auto` does both."),
    REMOTE_ROLLED_BACK(
            "TDB-1475",
            Kind.CONFLICT,
            "Ask whoever keeps the remote what happened. `templedb cathedral sync SLUG --accept-older` goes on from there; nothing"
                    + " here is given up, and a push puts it back."),
    REMOTE_CANNOT(
            "TDB-1476", Kind.INVALID, "Use a server for this; `templedb remote list` shows what your remotes are."),
    REMOTE_DAMAGED(
            "TDB-1477",
            Kind.CORRUPT,
            "Bring the files of the folder back from a copy; whoever has the project can push it to a new place."),
    PROJECT_NOT_LINKED(
            "TDB-1478",
            Kind.CONFLICT,
            "Say what it follows: `templedb cathedral link SLUG OWNER/PROJECT`; a first `cathedral push SLUG` does so too."),
    SYNC_CONFLICTS_OPEN(
            "TDB-1479",
            Kind.CONFLICT,
            "List them with `templedb cathedral conflicts SLUG`, and decide with --resolve ITEM --take ours|theirs."),
    SYNC_CONFLICT_NOT_FOUND("TDB-1480", Kind.NOT_FOUND, "List them with `templedb cathedral conflicts SLUG`."),
    CREDENTIALS_UNUSABLE(
            "TDB-1481",
            Kind.FORBIDDEN,
            "Take the access of others away with `chmod 600 FILE`, or remove the file and sign in again with `templedb cathedral"
                    + " login`."),
    RATE_LIMITED("TDB-1482", Kind.LIMITED, "Come again after the time that Retry-After names; it is in seconds."),
    STORAGE_QUOTA_EXCEEDED(
            "TDB-1483",
            Kind.TOO_LARGE,
            "Delete projects or versions that nobody needs, or ask an operator for another plan: `cathedral admin set-plan`."),
    PROJECT_QUOTA_EXCEEDED(
            "TDB-1484",
            Kind.FORBIDDEN,
            "Delete or move projects, make some of them public, or ask an operator for another plan: `cathedral admin"
                    + " set-plan`."),
    MEMBER_QUOTA_EXCEEDED(
            "TDB-1485",
            Kind.FORBIDDEN,
            "Take somebody out first, or ask an operator for another plan: `cathedral admin set-plan`."),
    READERS_UNCONFIRMED(
            "TDB-1490",
            Kind.CONFLICT,
            "Ask the owners of the keys by another way than the server. `templedb secret recipients add SLUG KEY` takes a key,"
                    + " `templedb secret revoke SLUG KEY` takes it out."),

    // 1551 to 1560: what a registry asks of versions and accounts
    VERSION_UNSIGNED(
            "TDB-1551",
            Kind.FORBIDDEN,
            "Sign it: `templedb cathedral push PROJECT:VERSION --sign`, with a key that your profile has (`templedb cathedral key"
                    + " add`); `templedb cathedral signing` signs all versions from then on."),
    VERSION_SIGNER_UNKNOWN(
            "TDB-1552",
            Kind.FORBIDDEN,
            "Put the public key into your profile with `templedb cathedral key add FILE`, or sign with one that is there."),

    SIGNING_SETTING_UNUSABLE(
            "TDB-1553",
            Kind.FORBIDDEN,
            "Set the key again with `templedb cathedral signing`, or sign nothing by itself with --off."),
    EMAIL_REQUIRED("TDB-1554", Kind.INVALID, "Give an e-mail address with --email."),

    // 16xx: variables, secrets and keys
    VARIABLE_NOT_FOUND("TDB-1601", Kind.NOT_FOUND, "List the variables with `templedb var list SLUG`."),
    VARIABLE_INVALID(
            "TDB-1602",
            Kind.INVALID,
            "Names are made of letters, digits, underscores, dots and dashes, such as `DB_HOST`; files hold lines such as `DB_HOST=localhost`."),
    SECRET_NOT_FOUND("TDB-1603", Kind.NOT_FOUND, "List the secrets with `templedb secret list SLUG`."),
    SECRET_INVALID(
            "TDB-1604",
            Kind.INVALID,
            "Names begin with a letter or an underscore and go on with letters, digits, underscores, dots and dashes, such as"
                    + " `DB_PASSWORD`; the value comes from standard input."),
    SECRET_LOCKED(
            "TDB-1605",
            Kind.FORBIDDEN,
            "Ask a recipient to add one of your keys (`templedb key list`), or name another key file with --age-key."),
    SECRET_DAMAGED("TDB-1606", Kind.CORRUPT, "Set the secret again, or restore a copy of the temple."),
    SECRET_ALREADY_EXISTS("TDB-1607", Kind.CONFLICT, "Choose another name."),
    RECIPIENT_NOT_FOUND("TDB-1608", Kind.NOT_FOUND, "List them with `templedb secret recipients list SLUG`."),
    LAST_RECIPIENT("TDB-1609", Kind.CONFLICT, "Add another recipient first, or remove the secrets."),
    KEY_NOT_FOUND("TDB-1610", Kind.NOT_FOUND, "List your keys with `templedb key list`."),
    KEY_INVALID(
            "TDB-1611",
            Kind.INVALID,
            "Keys are `age1...`, or lines of SSH such as `ssh-ed25519 AAAA...`; private keys are files of age or OpenSSH."),
    KEY_FILE_EXPOSED(
            "TDB-1612",
            Kind.FORBIDDEN,
            "Take the access away with `chmod go= FILE`; who could read a key may have kept it."),
    PASSPHRASE_NEEDED("TDB-1613", Kind.FORBIDDEN, "Run the command on a terminal, where the passphrase can be typed."),
    PASSPHRASE_WRONG("TDB-1614", Kind.FORBIDDEN, "Try again with the right passphrase."),
    SECRETS_IN_PUBLIC_PACKAGE(
            "TDB-1615",
            Kind.FORBIDDEN,
            "Leave --include-secrets out, or keep the project private; `export --force` puts the encrypted secrets in for everybody to keep."),
    SECRETS_FOUND(
            "TDB-1616",
            Kind.FORBIDDEN,
            "Take them out of the history with `--exclude PATH --rewrite-history`, or let them out with --allow-secrets."),

    // 17xx: checked-out directories and work on versions
    CHECKOUT_NOT_FOUND(
            "TDB-1701",
            Kind.NOT_FOUND,
            "Enter a directory that `templedb project checkout SLUG` has made, or name the project: with --project, or as SLUG where a command takes that."),
    CHECKOUT_UNKNOWN(
            "TDB-1702",
            Kind.NOT_FOUND,
            "Name its temple with --temple, or go on with the directory as it is: `templedb project checkout SLUG DIR"
                    + " --adopt`."),
    CHECKOUT_MOVED(
            "TDB-1703",
            Kind.CONFLICT,
            "Go on with the directory where it is now: `templedb project checkout SLUG DIR --adopt`."),
    MARKER_INVALID(
            "TDB-1704",
            Kind.INVALID,
            "Remove the file `.templedb` and take the directory over: `templedb project checkout SLUG DIR --adopt`."),
    CHECKOUT_BUSY("TDB-1705", Kind.UNAVAILABLE, "Try again when the other command is done."),
    WORK_IN_THE_WAY(
            "TDB-1706",
            Kind.CONFLICT,
            "Commit the changes with `templedb vcs commit --all`, or throw them away with `templedb vcs restore`; nothing was"
                    + " changed."),
    NOTHING_TO_COMMIT(
            "TDB-1707", Kind.CONFLICT, "Stage changes with `templedb vcs add PATH`, or commit all with --all."),
    BRANCH_ALREADY_EXISTS("TDB-1708", Kind.CONFLICT, "Choose another name, or delete that one first."),
    REF_NAME_INVALID(
            "TDB-1709", Kind.INVALID, "Use a name such as `feature/login`: no spaces, no `..`, none of ~^:?*[ and \\."),
    BRANCH_IN_USE("TDB-1710", Kind.CONFLICT, "Switch to another branch first: `templedb vcs switch BRANCH`."),
    BRANCH_NOT_MERGED(
            "TDB-1711",
            Kind.CONFLICT,
            "Merge it first, or delete it with --force; a branch can be brought back for 30 days."),
    BRANCH_MOVED(
            "TDB-1712",
            Kind.CONFLICT,
            "Bring the directory up to date with `templedb vcs switch BRANCH`, then repeat."),
    CONFLICTS_UNRESOLVED(
            "TDB-1713",
            Kind.CONFLICT,
            "Edit the files that `templedb vcs status` lists, then `templedb vcs add` them; `templedb vcs merge --abort` goes"
                    + " back."),
    MERGE_UNFINISHED(
            "TDB-1714",
            Kind.CONFLICT,
            "Finish it with `templedb vcs commit`, or go back with `templedb vcs merge --abort`."),
    NOTHING_UNFINISHED("TDB-1715", Kind.CONFLICT, "Begin a merge with `templedb vcs merge BRANCH`."),
    HISTORIES_UNRELATED(
            "TDB-1716",
            Kind.CONFLICT,
            "Merge them anyway with --allow-unrelated: every file that both have will conflict."),
    BRANCHES_DIVERGED(
            "TDB-1717",
            Kind.CONFLICT,
            "Merge theirs with `templedb vcs merge`, or let `templedb project sync SLUG --merge`."),
    MESSAGE_MISSING("TDB-1718", Kind.INVALID, "Say what the commit does with -m TEXT or -F FILE."),
    NO_BRANCH("TDB-1719", Kind.CONFLICT, "Make a branch here first: `templedb vcs switch --create NAME`."),
    FILE_TOO_LARGE("TDB-1720", Kind.TOO_LARGE, "Commands that look at single lines leave such files alone."),
    IDENTITY_UNKNOWN(
            "TDB-1721",
            Kind.INVALID,
            "Tell git once with `git config --global user.email ADDRESS`, set GIT_AUTHOR_EMAIL and GIT_COMMITTER_EMAIL, or, with"
                    + " `vcs commit`, give --author \"NAME <ADDRESS>\"."),

    // 18xx: environments and deployments
    ENVIRONMENT_NOT_FOUND("TDB-1801", Kind.NOT_FOUND, "List the environments with `templedb env list SLUG`."),
    ENVIRONMENT_ALREADY_EXISTS(
            "TDB-1802", Kind.CONFLICT, "Change it with `templedb env edit SLUG NAME`, or choose another name."),
    ENVIRONMENT_INVALID(
            "TDB-1803",
            Kind.INVALID,
            "Correct the text at the place that the message names; `templedb env validate SLUG NAME` checks it again."),
    ENVIRONMENT_NAME_INVALID(
            "TDB-1804", Kind.INVALID, "Use a name such as `dev`: lower-case letters, digits, - _ and ."),
    TARGET_NOT_FOUND("TDB-1811", Kind.NOT_FOUND, "List the targets with `templedb deploy target list SLUG`."),
    TARGET_ALREADY_EXISTS(
            "TDB-1812",
            Kind.CONFLICT,
            "Change it with `templedb deploy target edit SLUG NAME`, or choose another name."),
    TARGET_INVALID("TDB-1813", Kind.INVALID, "Correct it with `templedb deploy target edit SLUG NAME`."),
    DEPLOYMENT_NOT_FOUND("TDB-1814", Kind.NOT_FOUND, "List the deployments with `templedb deploy history SLUG`."),
    DEPLOYMENT_FAILED(
            "TDB-1815",
            Kind.INTERNAL,
            "See everything it said with `templedb deploy history SLUG --log N`; `templedb deploy rollback SLUG TARGET` runs the"
                    + " last good one again."),
    DEPLOYMENT_TIMED_OUT(
            "TDB-1816",
            Kind.INTERNAL,
            "Give it more time with `templedb deploy target edit SLUG NAME --timeout 30m`, or see where it stood with"
                    + " `templedb deploy history SLUG --log N`."),
    DEPLOYMENT_UNHEALTHY(
            "TDB-1817",
            Kind.INTERNAL,
            "Look at the target itself; `templedb deploy rollback SLUG TARGET` runs the last good deployment again."),
    DEPLOYMENT_RUNNING("TDB-1818", Kind.CONFLICT, "Wait until it is done; `templedb deploy history SLUG` shows it."),
    NOTHING_TO_ROLL_BACK(
            "TDB-1819", Kind.NOT_FOUND, "Name a commit to deploy: `templedb deploy run SLUG TARGET --ref COMMIT`."),
    DEPLOYMENT_CANCELLED(
            "TDB-1820",
            Kind.INTERNAL,
            "See what it said with `templedb deploy history SLUG --log N`; `templedb deploy rollback SLUG TARGET` runs the last"
                    + " good deployment again."),

    // 19xx: usage and the program itself
    USAGE("TDB-1901", Kind.INVALID, "See `--help` of the command."),
    INTERNAL("TDB-1902", Kind.INTERNAL, "Please report this with the log of `--verbose`."),
    INTERRUPTED("TDB-1903", Kind.INTERNAL, "Run the command again; nothing was changed."),
    OUTPUT_CLOSED("TDB-1904", Kind.INTERNAL, "The reader of the output went away."),

    // 20xx: databases (branchdb)
    DATABASE_NAME_INVALID("TDB-2001", Kind.INVALID, "The message says which characters a name of this kind may have."),
    DATABASE_NAME_RESERVED("TDB-2002", Kind.INVALID, "Choose another name; this one means something to the system."),
    SCHEMA_UNREADABLE("TDB-2003", Kind.INVALID, "The message names what this program cannot keep in its model."),
    TABLE_NOT_FOUND("TDB-2004", Kind.NOT_FOUND, "List the tables with `templedb db table list`."),
    TABLE_EXISTS("TDB-2005", Kind.CONFLICT, "Choose another name; tables, views and indexes share their names."),
    COLUMN_NOT_FOUND("TDB-2006", Kind.NOT_FOUND, "List the columns with `templedb db column list TABLE`."),
    COLUMN_EXISTS("TDB-2007", Kind.CONFLICT, "Choose another name; case makes no difference."),
    COLUMN_PROTECTED("TDB-2008", Kind.INVALID, "The columns id, created_at and updated_at belong to the system."),
    COLUMN_TYPE_INVALID("TDB-2009", Kind.INVALID, "Use TEXT, INTEGER, REAL, BLOB, NUMERIC or BOOLEAN."),
    COLUMN_UNCHANGED("TDB-2010", Kind.CONFLICT, "Nothing has to be done."),
    INDEX_NOT_FOUND("TDB-2011", Kind.NOT_FOUND, "List the indexes with `templedb db index list`."),
    INDEX_EXISTS("TDB-2012", Kind.CONFLICT, "Choose another name, or drop the index first."),
    INDEX_INVALID("TDB-2013", Kind.INVALID, "Name at least one column of the table."),
    VIEW_NOT_FOUND("TDB-2014", Kind.NOT_FOUND, "List the views with `templedb db view list`."),
    VIEW_EXISTS("TDB-2015", Kind.CONFLICT, "Change it with `templedb db view update`, or choose another name."),
    TRIGGER_NOT_FOUND("TDB-2016", Kind.NOT_FOUND, "The message names the trigger that is missing."),
    TRIGGER_EXISTS("TDB-2017", Kind.CONFLICT, "Choose another name, or drop the trigger first."),
    REFERENCE_INVALID(
            "TDB-2018",
            Kind.INVALID,
            "A foreign key refers to a primary key or to unique columns of a table that exists."),
    SCHEMA_SQL_INVALID("TDB-2019", Kind.INVALID, "Correct the SQL; the message has what SQLite says about it."),
    SCHEMA_IN_USE("TDB-2020", Kind.CONFLICT, "Change or drop first what the message names."),
    DATA_IN_THE_WAY(
            "TDB-2021",
            Kind.CONFLICT,
            "Correct the rows that the message counts; a change of a column can give empty ones a value with --fill."),
    SCHEMA_MERGE_CONFLICT(
            "TDB-2022",
            Kind.CONFLICT,
            "Decide each conflict with --resolve \"ENTITY=ours\" (as the target has it), theirs, none, or the JSON of a form. Nothing was changed."),
    CHANGE_INVALID(
            "TDB-2023",
            Kind.INVALID,
            "The form of a change is described in docs/formats/branchdb-changes.schema.json."),
    CODEGEN_PACKAGE_INVALID(
            "TDB-2024", Kind.INVALID, "Write it as in Java: words with dots between, such as com.example."),
    CODEGEN_FILE_FOREIGN("TDB-2025", Kind.CONFLICT, "Choose another folder with --out, or move that file away."),
    BRANCHDB_NOT_FOUND(
            "TDB-2030",
            Kind.NOT_FOUND,
            "Enter a directory that has databases, name the project that has some with --project, or make one: `templedb db create NAME`."),
    BRANCHDB_EXISTS("TDB-2031", Kind.CONFLICT, "Use the databases that are there: `templedb db list`."),
    DATABASE_NOT_FOUND("TDB-2032", Kind.NOT_FOUND, "List the databases with `templedb db list`."),
    DATABASE_EXISTS("TDB-2033", Kind.CONFLICT, "Choose another name, or delete that one first."),
    DATABASE_BRANCH_NOT_FOUND("TDB-2034", Kind.NOT_FOUND, "List the branches with `templedb db branch list`."),
    DATABASE_BRANCH_EXISTS("TDB-2035", Kind.CONFLICT, "Choose another name, or delete that branch first."),
    MAIN_BRANCH_FIXED(
            "TDB-2036",
            Kind.CONFLICT,
            "Every database has a branch main; delete the whole database with `templedb db delete`."),
    DATABASE_BRANCH_PROTECTED(
            "TDB-2037", Kind.CONFLICT, "Make the change on a branch and merge it: `templedb db branch create NAME`."),
    TENANT_NOT_FOUND("TDB-2038", Kind.NOT_FOUND, "List the tenants with `templedb db tenant list`."),
    TENANT_EXISTS("TDB-2039", Kind.CONFLICT, "Choose another name, or delete that tenant first."),
    MAIN_TENANT_FIXED(
            "TDB-2040",
            Kind.CONFLICT,
            "Every branch has a tenant main; make others beside it with `templedb db tenant create`."),
    TENANT_RESERVED("TDB-2041", Kind.INVALID, "Choose another name; this one stands for a tenant that has nothing."),
    DATABASE_IN_MAINTENANCE("TDB-2042", Kind.UNAVAILABLE, "Read meanwhile, and write when the maintenance is over."),
    TENANT_DAMAGED(
            "TDB-2043", Kind.CORRUPT, "Restore the file that the message names from a backup; nothing was changed."),
    MERGE_NOTHING("TDB-2044", Kind.CONFLICT, "The target has everything that the branch has."),
    MERGE_NOT_UP_TO_DATE("TDB-2045", Kind.CONFLICT, "Merge main into the branch first, then the branch into main."),
    MERGE_INTO_ITSELF("TDB-2046", Kind.INVALID, "Name two branches."),
    DATABASE_NOTHING_TO_UNDO("TDB-2047", Kind.CONFLICT, "See what was done with `templedb db branch changes`."),
    DATABASE_BUSY("TDB-2048", Kind.UNAVAILABLE, "Try again when the other program is done."),
    ENCRYPTION_UNAVAILABLE("TDB-2049", Kind.PRECONDITION, "Make the tenant without encryption; nothing was written."),
    DATABASE_UNWRITABLE(
            "TDB-2050", Kind.UNAVAILABLE, "Check the permissions of the directory and the space on its disk."),
    KV_KEY_INVALID(
            "TDB-2051",
            Kind.INVALID,
            "A key has 1 to 255 printable characters and does not begin with __; keys are listed with `templedb db kv keys`."),
    KV_VALUE_INVALID("TDB-2052", Kind.INVALID, "The message says what a value of this type may be."),
    KV_TTL_INVALID(
            "TDB-2053", Kind.INVALID, "Give a time such as 90 (seconds) or 1h, or none to keep the key for ever."),
    KV_NOT_A_NUMBER(
            "TDB-2054", Kind.CONFLICT, "Look at it with `templedb db kv get KEY`, and set it to a number first."),
    KV_OVERFLOW("TDB-2055", Kind.CONFLICT, "Nothing was changed; keep such numbers as decimals."),
    CINCHDB_NOT_FOUND("TDB-2056", Kind.NOT_FOUND, "Enter the directory that has .cinchdb in it."),
    CINCHDB_UNREADABLE("TDB-2057", Kind.CORRUPT, "Nothing was made; the message says what cannot be read."),
    CINCHDB_LOSSES("TDB-2058", Kind.PRECONDITION, "See all of it with --dry-run; --accept-losses imports the rest."),
    STATEMENT_INVALID(
            "TDB-2060",
            Kind.INVALID,
            "Correct the statement; parameters are written :name, or ? for one after the other."),
    STATEMENT_REFUSED(
            "TDB-2061",
            Kind.FORBIDDEN,
            "Queries read, INSERT, UPDATE and DELETE change rows; schemas are changed with `templedb db table`, `column`,"
                    + " `index` and `view`."),
    ROW_EXISTS("TDB-2062", Kind.CONFLICT, "Choose another id, or update the row that is there."),
    ROW_NOT_UNIQUE("TDB-2063", Kind.CONFLICT, "Choose another value for the column that the message names."),
    ROW_INVALID("TDB-2064", Kind.INVALID, "Correct the value that the message names; nothing was changed."),
    ROW_REFERENCE_BROKEN(
            "TDB-2065", Kind.CONFLICT, "Refer to a row that exists, or remove first what refers to the row."),
    ROW_NOT_FOUND("TDB-2066", Kind.NOT_FOUND, "List the ids with `templedb db query \"SELECT id FROM TABLE\"`."),
    ROW_ID_MISSING("TDB-2067", Kind.INVALID, "Give the id of the row that is meant."),
    FILTER_INVALID(
            "TDB-2068",
            Kind.INVALID,
            "Write COLUMN=VALUE or COLUMN__OPERATOR=VALUE, with eq, ne, gt, gte, lt, lte, like, in or isnull."),
    ROW_TYPE_UNFIT("TDB-2069", Kind.INVALID, "Give the record components for the columns that it is read from."),
    ROWS_UNREADABLE("TDB-2070", Kind.INVALID, "Correct the place that the message names; nothing was imported."),
    ROWS_CONFLICT(
            "TDB-2071",
            Kind.CONFLICT,
            "Decide all with --resolve ours or theirs, or each with --resolve CONFLICT=HOW, by its name as --dry-run or `templedb db branch row-conflicts` lists it. Nothing was changed."),
    ROWS_BREAK_CONSTRAINTS(
            "TDB-2072",
            Kind.CONFLICT,
            "Correct the rows that the message names on one of the branches, and merge again."),
    ROWS_WITHOUT_BASE(
            "TDB-2073",
            Kind.PRECONDITION,
            "Rows are merged between a branch and the one it was forked from, after their schemas were merged."),
    ROWS_WITHOUT_KEY("TDB-2074", Kind.PRECONDITION, "Give the table a primary key that is never NULL."),
    COLUMN_VALUE_INVALID(
            "TDB-2080",
            Kind.INVALID,
            "Give a number, true or false, hexadecimal digits or a text, as the type of the column asks for; SQL goes after --default-sql or --fill-sql."),
    DATABASE_DAMAGED("TDB-2081", Kind.CORRUPT, "Restore what is damaged from a backup; everything else can be used."),
    DATABASES_FOREIGN(
            "TDB-2082",
            Kind.FORBIDDEN,
            "Somebody else made or changed this directory. Nothing of it was run; restore it from a backup, or remove what the message names."),
    MERGED_ROWS_DROPPED(
            "TDB-2083",
            Kind.CONFLICT,
            "Bring back what was dropped with `templedb db branch undo`, and then take back the merge of rows. Nothing was changed."),
    PROJECT_WITHOUT_DATABASES(
            "TDB-2087",
            Kind.NOT_FOUND,
            "Make one with `templedb db create NAME --project SLUG`, or attach a directory: `templedb db attach SLUG DIRECTORY`."),
    ROWS_TOO_LARGE(
            "TDB-2088",
            Kind.TOO_LARGE,
            "Copy the directory of the databases while nobody writes to them, and let the project have it with `templedb db attach SLUG DIRECTORY`."),
    ROWS_IN_PUBLIC_PACKAGE(
            "TDB-2089", Kind.FORBIDDEN, "Leave out --include-rows, make the project private, or add --force."),
    UNDO_LOSES_ROWS(
            "TDB-2090",
            Kind.CONFLICT,
            "See what goes with `templedb db branch undo --dry-run`; `--yes` takes it back all the same."),
    DELETED_NOT_FOUND(
            "TDB-2091", Kind.NOT_FOUND, "List what can be brought back, with its numbers, with `templedb db deleted`."),
    RESOLUTION_UNUSED(
            "TDB-2092",
            Kind.INVALID,
            "Take the name of a conflict as `templedb db branch can-merge SOURCE TARGET` or, for rows, `merge-rows --dry-run` lists it; nothing was changed.");

    /// Decides the HTTP status and the process exit code, in one place each.
    public enum Kind {
        INVALID,
        UNAUTHENTICATED,
        FORBIDDEN,
        NOT_FOUND,
        CONFLICT,
        PRECONDITION,
        TOO_LARGE,
        CORRUPT,
        LIMITED,
        INTERNAL,
        UNAVAILABLE
    }

    private final String id;
    private final Kind kind;
    private final String hint;

    ErrorCode(String id, Kind kind, String hint) {
        this.id = id;
        this.kind = kind;
        this.hint = hint;
    }

    /// The permanent id, such as `TDB-1001`.
    public String id() {
        return id;
    }

    /// The family that decides exit code and HTTP status.
    public Kind kind() {
        return kind;
    }

    /// One sentence that says the way out.
    public String hint() {
        return hint;
    }
}
