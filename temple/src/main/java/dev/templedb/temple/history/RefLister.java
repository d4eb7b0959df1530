package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.TagText;
import dev.templedb.packages.state.Head;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.history.RefList.Annotation;
import dev.templedb.temple.history.RefList.Branch;
import dev.templedb.temple.history.RefList.OtherRef;
import dev.templedb.temple.history.RefList.Tag;
import dev.templedb.temple.objects.StoredObjects;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;

/// Sorts the refs of a project into branches, tags and others.
final class RefLister {
    private static final String BRANCHES = "refs/heads/";
    private static final String TAGS = "refs/tags/";
    private static final Pattern SIGNATURE = Pattern.compile(
            "^-----BEGIN (PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE|SIGNED MESSAGE)-----", Pattern.MULTILINE);

    private final SqliteRefStore refs;
    private final CommitReader commits;
    private final StoredObjects objects;
    private final ObjectLooks looks;

    RefLister(Transaction tx, long project, StoredObjects objects) {
        this.refs = new SqliteRefStore(tx, project);
        this.commits = new CommitReader(tx, project);
        this.objects = objects;
        this.looks = new ObjectLooks(tx, objects);
    }

    RefList list() {
        var head = refs.head();
        var branches = new ArrayList<Branch>();
        var tags = new ArrayList<Tag>();
        var others = new ArrayList<OtherRef>();
        refs.refs().forEach((name, target) -> {
            if (name.startsWith(BRANCHES) && commits.number(target).isPresent()) {
                var isHead = head.filter(new Head.Branch(name)::equals).isPresent();
                branches.add(new Branch(name.substring(BRANCHES.length()), isHead, commits.commit(target)));
            } else if (name.startsWith(TAGS)) {
                tags.add(tag(name.substring(TAGS.length()), target));
            } else {
                others.add(new OtherRef(name, target));
            }
        });
        return new RefList(head, branches, tags, others);
    }

    private Tag tag(String name, GitId target) {
        Optional<TagText> first = Optional.empty();
        var at = target;
        while (looks.kind(at) == ObjectKind.TAG) {
            var text = text(at, objects.read(at).bytes());
            first = first.or(() -> Optional.of(text));
            at = text.target();
        }
        return new Tag(name, target, looks.kind(at), at, first.map(RefLister::annotation));
    }

    private static TagText text(GitId id, byte[] raw) {
        try {
            return TagText.parse(raw, 0, raw.length);
        } catch (MalformedObject damaged) {
            throw RefResolver.corrupt(id, damaged);
        }
    }

    private static Annotation annotation(TagText text) {
        var signature = SIGNATURE.matcher(text.message());
        return signature.find()
                ? new Annotation(text.tagger(), text.message().substring(0, signature.start()), true)
                : new Annotation(text.tagger(), text.message(), false);
    }
}
