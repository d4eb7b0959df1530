#!/usr/bin/env python3
"""Makes the hostile packages of this folder, and expected.tsv: file, error, what is wrong. Run it here; the result is the same every time."""
import gzip
import hashlib
import io
import json
import tarfile

expected = []


def dumps(value):
    return json.dumps(value, indent=2).encode()


def package(files=None, **changes):
    """A package of the Python tool as {path: bytes}; `changes` are files to set, or to remove with None."""
    files = {"a.txt": b"hello\n", "b/c.py": b"print(1)\n"} if files is None else files
    parts, listed = {}, []
    for number, (path, content) in enumerate(files.items(), 1):
        sha = hashlib.sha256(content).hexdigest()
        listed.append({"file_id": number, "file_path": path, "hash_sha256": sha})
        parts["files/file-%06d.blob" % number] = content
        parts["files/file-%06d.json" % number] = dumps({
            "file_id": number, "file_path": path, "file_type": "python", "lines_of_code": 1, "file_size_bytes": len(content),
            "hash_sha256": sha, "version_number": 1, "author": None, "created_at": "2026-01-01 00:00:00", "metadata": {}})
    parts["files/manifest.json"] = dumps({"total_files": len(listed), "files": listed})
    parts["project.json"] = dumps({
        "slug": "evil", "name": "evil", "description": None, "repository_url": None, "default_branch": "main", "git_ref": None,
        "created_at": "2026-01-01 00:00:00", "updated_at": "2026-01-01 00:00:00", "metadata": {},
        "statistics": {"total_files": 2, "total_lines": 2, "total_bytes": 2, "file_types": {}}})
    for name in "branches", "commits", "history", "commit_files", "tags":
        parts["vcs/%s.json" % name] = b"[]"
    for path, content in changes.items():
        parts[path] = content
    manifest = changes.get("manifest.json") or {}
    parts["manifest.json"] = dumps({
        "version": "1.0.0", "format": "cathedral-package", "created_at": "2026-01-01T00:00:00Z", "created_by": "mallory",
        "project": {"slug": "evil", "name": "evil", "visibility": "private", "license": None},
        "source": {"templedb_version": "0.1.0", "schema_version": 7, "export_method": "full"},
        "contents": {"files": len(listed), "commits": 0, "branches": 0, "total_size_bytes": 0, "has_secrets": False, "has_environments": False},
        "checksums": {"sha256": checksum({k: v for k, v in parts.items() if v is not None}), "algorithm": "sha256"},
        "signature": None, **manifest})
    return {path: content for path, content in parts.items() if content is not None}


def checksum(parts):
    digest = hashlib.sha256()

    def visit(prefix):
        below = [path[len(prefix):] for path in parts if path.startswith(prefix)]
        for name in sorted(n for n in below if "/" not in n and n != "manifest.json"):
            digest.update(parts[prefix + name])
        for name in sorted({n.split("/")[0] for n in below if "/" in n}):
            visit(prefix + name + "/")

    visit("")
    return digest.hexdigest()


def save(name, parts, error, why, extra=(), root="evil.cathedral/", format=tarfile.PAX_FORMAT, raw=None):
    """Writes NAME.tar.gz: the parts, then (before them where `first` is set) the extra members (TarInfo, content)."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=format) as tar:
        for path, content in sorted(parts.items()):
            member = tarfile.TarInfo(root + path)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        for member, content in extra:
            tar.addfile(member, io.BytesIO(content) if content is not None else None)
    data = buffer.getvalue() if raw is None else raw(buffer.getvalue())
    with open(name + ".tar.gz", "wb") as out, gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
        packed.write(data)
    expected.append((name + ".tar.gz", error, why))


def member(name, type=tarfile.REGTYPE, link="", content=b"evil"):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = type, link
    if type == tarfile.REGTYPE:
        info.size = len(content)
        return info, content
    return info, None


def evil_path(name, path, why):
    save("path-" + name, package({"a.txt": b"hello\n", path: b"evil\n"}), "PACKAGE_PATH_UNSAFE", why)


save("good", package(), "-", "nothing: this one is fine")
save("good-ustar", package(), "-", "nothing: ustar", format=tarfile.USTAR_FORMAT)
save("good-gnu", package({"n" * 150: b"long name\n"}), "-", "nothing: GNU long names", format=tarfile.GNU_FORMAT)
save("good-dot-slash", package(), "-", "nothing: entries begin with ./", root="./evil.cathedral/")
save("good-other-root", package(), "-", "nothing: another directory name", root="renamed/")
save("good-no-root", package(), "-", "nothing: made inside the package", root="")
save("good-newer-minor", package(**{"manifest.json": {"version": "1.7.3", "later": {"x": 1}}}), "-", "nothing: a newer minor version")
save("good-compatible-major", package(**{"manifest.json": {"version": "9.0.0", "source": {"backward_compatible_with": ["1.0.0"]}}}), "-", "nothing: a newer major that 1.0.0 readers may read")

for name, path, why in [
    ("parent", "../evil", "leads out of the project"), ("parent-inside", "a/../../evil", "leads out of the project"),
    ("absolute", "/etc/evil", "is absolute"), ("drive", "C:/evil", "is absolute on Windows"),
    ("backslash", "..\\evil", "leads out on Windows"), ("git", ".git/config", "writes into git's directory"),
    ("git-case", "a/.GIT/hooks/x", "writes into git's directory where case is ignored"),
    ("git-short", "git~1/config", "writes into git's directory on NTFS"), ("git-dots", ".git. ./config", "writes into git's directory on Windows"),
    ("git-hfs", ".g\u200cit/config", "writes into git's directory on HFS+"), ("dot", "a/./b", "has an empty step"), ("empty-name", "a//b", "has an empty name"),
    ("nul", "a\0b", "holds a NUL"), ("empty", "", "is empty"), ("device", "src/NUL", "is a device on Windows"), ("device-dots", "con . .", "is a device on Windows"),
    ("device-stream", "aux:x", "is a device on Windows"), ("case", "A.TXT", "collides with a.txt where case is ignored"),
    ("file-and-directory", "a.txt/b", "makes a file a directory"), ("surrogate", "x\ud800y", "is half a surrogate pair"), ("long-name", "x" * 300, "is longer than file systems allow"),
]:
    evil_path(name, path, why)
save("path-unicode", package({"caf\u00e9": b"1", "cafe\u0301": b"2"}), "PACKAGE_PATH_UNSAFE", "two compositions of one name")
save("path-case-directory", package({"Dir/a": b"1", "dir/b": b"2"}), "PACKAGE_PATH_UNSAFE", "two spellings of one directory")

for name, info in [
    ("parent", member("../evil")), ("parent-inside", member("evil.cathedral/../../evil")), ("absolute", member("/tmp/evil")),
    ("symlink", member("evil.cathedral/link", tarfile.SYMTYPE, "/etc/passwd")), ("hard-link", member("evil.cathedral/link", tarfile.LNKTYPE, "../../evil")),
    ("fifo", member("evil.cathedral/fifo", tarfile.FIFOTYPE)), ("device", member("evil.cathedral/null", tarfile.CHRTYPE)),
    ("block-device", member("evil.cathedral/sda", tarfile.BLKTYPE)), ("git", member("evil.cathedral/.git/config")),
    ("backslash", member("evil.cathedral/..\\evil")), ("deep", member("evil.cathedral/" + "d/" * 60 + "x")), ("device-name", member("evil.cathedral/NUL")),
]:
    save("entry-" + name, package(), "PACKAGE_ENTRY_UNSAFE", "a tar entry: " + info[0].name, extra=[info])
save("entry-duplicate", package(), "PACKAGE_ENTRY_DUPLICATE", "manifest.json is there twice", extra=[member("evil.cathedral/manifest.json", content=b"{}")])
save("entry-case", package(), "PACKAGE_ENTRY_DUPLICATE", "MANIFEST.json beside manifest.json", extra=[member("evil.cathedral/MANIFEST.json", content=b"{}")])
save("entry-outside", package(), "PACKAGE_NOT_RECOGNIZED", "something beside the package", extra=[member("other/file")])
save("entry-directory-as-file", package(), "PACKAGE_ENTRY_DUPLICATE", "a file where a directory is", extra=[member("evil.cathedral/vcs")])

good = package()
save("hash-blob", {**good, "files/file-000001.blob": b"hellO\n"}, "PACKAGE_DIGEST_MISMATCH", "a changed content")
save("hash-vcs", {**good, "vcs/tags.json": b"[1]"}, "PACKAGE_DIGEST_MISMATCH", "a changed part")
save("hash-extra", {**good, "metadata/extra": b"x"}, "PACKAGE_DIGEST_MISMATCH", "a part that the checksum does not cover")
save("hash-empty", package(**{"files/file-000001.json": good["files/file-000001.json"].replace(hashlib.sha256(b"hello\n").hexdigest().encode(), b""), "files/manifest.json": good["files/manifest.json"].replace(hashlib.sha256(b"hello\n").hexdigest().encode(), b"")}), "PACKAGE_INCOMPLETE", "a content that was not exported")
save("missing-manifest", {k: v for k, v in good.items() if k != "manifest.json"}, "PACKAGE_ENTRY_MISSING", "no manifest.json")
save("missing-project", package(**{"project.json": None}), "PACKAGE_ENTRY_MISSING", "no project.json")
save("missing-blob", package(**{"files/file-000002.blob": None}), "PACKAGE_INCOMPLETE", "a content is not there")
save("missing-json", package(**{"files/file-000002.json": None}), "PACKAGE_INCOMPLETE", "a description is not there")
save("missing-state", package(**{"manifest.json": {"contents": {"files": 2, "content_root": "0" * 64}}}), "PACKAGE_ENTRY_MISSING", "a state is named, but not there")
save("list-count", package(**{"files/manifest.json": good["files/manifest.json"].replace(b'"total_files": 2', b'"total_files": 3')}), "PACKAGE_MALFORMED", "the list says three files and has two")
save("list-path", package(**{"files/file-000001.json": good["files/file-000001.json"].replace(b"a.txt", b"z.txt")}), "PACKAGE_MALFORMED", "description and list name two paths")
save("list-twice", package(**{"files/manifest.json": good["files/manifest.json"].replace(b'"file_id": 2', b'"file_id": 1')}), "PACKAGE_ENTRY_DUPLICATE", "a file id is listed twice")
two = package({"a.txt": b"1", "a.txu": b"2"})
save("list-path-twice", package({"a.txt": b"1", "a.txu": b"2"}, **{k: v.replace(b"a.txu", b"a.txt") for k, v in two.items() if k in ("files/manifest.json", "files/file-000002.json")}), "PACKAGE_ENTRY_DUPLICATE", "a path is listed twice")
save("number-twice", package(**{"files/file-1.blob": b"hello\n"}), "PACKAGE_ENTRY_DUPLICATE", "file-1 and file-000001")
save("size-lies", package(**{"files/file-000001.json": good["files/file-000001.json"].replace(b'"file_size_bytes": 6', b'"file_size_bytes": 600')}), "PACKAGE_MALFORMED", "a length that is not the content's")
save("manifest-count", package(**{"manifest.json": {"contents": {"files": 5}}}), "PACKAGE_INCOMPLETE", "the manifest counts files that are not listed")
save("json-broken", package(**{"project.json": b'{"slug": '}), "PACKAGE_MALFORMED", "JSON that ends too soon")
save("json-twice", package(**{"project.json": b'{"slug": "a", "slug": "b"}'}), "PACKAGE_MALFORMED", "a member that is there twice")
save("json-deep", package(**{"project.json": b"[" * 5000}), "PACKAGE_MALFORMED", "JSON that is nested too deep")
save("json-long", package(**{"project.json": b'{"x": "' + b"x" * (9 << 20) + b'"}'}), "PACKAGE_TOO_LARGE", "a project.json of 9 MiB")
long = "a" + " " * (2 << 20) + "." + " " * (1 << 20) + "a"
save("slow-creator", package(**{"manifest.json": {"created_by": long}}), "-", "nothing: a name that is slow to trim")
save("slow-slug", package(**{"project.json": dumps({"slug": "a" + ".\ufdfa" * (1 << 18) + "." * (2 << 20) + "a", "name": "evil"})}), "-", "nothing: a slug that is slow to mend")
save("entry-file-as-directory", package(), "PACKAGE_ENTRY_DUPLICATE", "a directory where a file is", extra=[member("evil.cathedral/files/file-000001.blob", tarfile.DIRTYPE)])
save("entry-directory-case", package(), "PACKAGE_ENTRY_DUPLICATE", "a directory that differs from another in case only", extra=[member("evil.cathedral/FILES", tarfile.DIRTYPE)])
save("entry-root-twice", package(), "PACKAGE_NOT_RECOGNIZED", "two packages in one tar", extra=[member("other.cathedral", tarfile.DIRTYPE)])
save("entry-nothing", package(), "PACKAGE_ENTRY_UNSAFE", "an entry without a name", extra=[member("", tarfile.REGTYPE)])
save("version-major", package(**{"manifest.json": {"version": "2.0.0"}}), "PACKAGE_VERSION_UNSUPPORTED", "a newer major version")
save("version-none", package(**{"manifest.json": {"version": None}}), "PACKAGE_MALFORMED", "no version")
save("version-word", package(**{"manifest.json": {"version": "latest"}}), "PACKAGE_MALFORMED", "a version that is none")
save("format", package(**{"manifest.json": {"format": "basilica-package"}}), "PACKAGE_NOT_RECOGNIZED", "another format")
save("tar-empty", {}, "PACKAGE_NOT_RECOGNIZED", "a tar of nothing")
save("tar-garbage", {}, "PACKAGE_MALFORMED", "no tar at all", raw=lambda data: bytes(range(1, 256)) * 60)
save("tar-follows", good, "PACKAGE_MALFORMED", "something follows the end", raw=lambda data: data + b"more" * 200)
save("tar-size-lies", good, "PACKAGE_TRUNCATED", "an entry claims more bytes than follow", raw=lambda data: data[:-10240] if len(data) > 20480 else data[:3000])
big = tarfile.TarInfo("evil.cathedral/metadata/bomb")
big.size = 300 << 20
save("bomb-entry", good, "PACKAGE_TOO_LARGE", "300 MiB of zeros", extra=[(big, bytes(big.size))])
long_name = tarfile.TarInfo("evil.cathedral/metadata/" + "n" * (40 << 20))
long_name.size = 0
save("bomb-header", good, "PACKAGE_TOO_LARGE", "a name of 40 MiB", extra=[(long_name, b"")], format=tarfile.GNU_FORMAT)
pax = tarfile.TarInfo("evil.cathedral/metadata/x")
pax.pax_headers = {"comment": "c" * (40 << 20)}
save("bomb-pax", good, "PACKAGE_TOO_LARGE", "a PAX record of 40 MiB", extra=[(pax, b"")])

with open("expected.tsv", "w") as out:
    for line in expected:
        out.write("\t".join(line).replace("\\", "\\\\").replace("\n", "\\n").replace("\0", "\\0") + "\n")
