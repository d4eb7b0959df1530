#!/usr/bin/env python3
"""Reads a .cathedral directory (or a plain tar of one) as strictly as the Python TempleDB does, and dies of any difference.

Usage: strict_reader.py DIRECTORY|TAR
"""
import hashlib
import json
import os
import re
import sys
import tarfile
import tempfile

MANIFEST = "version format created_at created_by project source contents checksums signature".split()
PROJECT = ("slug name description repository_url default_branch git_ref created_at updated_at metadata statistics").split()
FILE = ("file_id file_path file_type lines_of_code file_size_bytes hash_sha256 version_number author created_at metadata").split()
BRANCH = "id branch_name parent_branch_id is_default created_at".split()
COMMIT = "id branch_id parent_commit_id commit_hash author author_email commit_message commit_timestamp".split()
PLAIN_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def need(condition, message):
    if not condition:
        sys.exit("strict reader: " + message)


def load(root, path):
    with open(os.path.join(root, path), "rb") as f:
        raw = f.read()
    value = json.loads(raw.decode("ascii"))
    need(raw == json.dumps(value, indent=2).encode("ascii"), path + " is not json.dumps(…, indent=2)")
    return value


def keys(value, wanted, path, prefix=False):
    got = list(value)
    need(got[: len(wanted)] == wanted if prefix else got == wanted, "%s has the keys %s" % (path, got))


def checksum(root):
    digest = hashlib.sha256()

    def visit(directory):
        names = sorted(os.listdir(directory))
        for name in names:
            path = os.path.join(directory, name)
            if os.path.isfile(path) and name != "manifest.json":
                with open(path, "rb") as f:
                    digest.update(f.read())
        for name in names:
            if os.path.isdir(os.path.join(directory, name)):
                visit(os.path.join(directory, name))

    visit(root)
    return digest.hexdigest()


def check(root):
    for directory in "dependencies deployments environments files metadata vcs".split():
        need(os.path.isdir(os.path.join(root, directory)), directory + "/ is missing")
    manifest = load(root, "manifest.json")
    keys(manifest, MANIFEST, "manifest.json")
    need(manifest["version"] == "1.0.0" and manifest["format"] == "cathedral-package", "version or format")
    need(manifest["created_at"].endswith("Z"), "created_at has no Z")
    keys(manifest["project"], "slug name visibility license".split(), "manifest project", prefix=True)
    keys(manifest["source"], "templedb_version schema_version export_method".split(), "manifest source", prefix=True)
    need(manifest["source"]["schema_version"] == 7, "schema_version")
    keys(manifest["contents"], "files commits branches total_size_bytes has_secrets has_environments".split(), "contents", prefix=True)
    keys(manifest["checksums"], ["sha256", "algorithm"], "checksums", prefix=True)
    need(manifest["signature"] is None, "signature")
    need(manifest["checksums"]["sha256"] == checksum(root), "the checksum is wrong")

    project = load(root, "project.json")
    keys(project, PROJECT, "project.json")
    keys(project["statistics"], "total_files total_lines total_bytes file_types".split(), "statistics", prefix=True)
    need(PLAIN_TIME.fullmatch(project["created_at"]) and PLAIN_TIME.fullmatch(project["updated_at"]), "times of project.json")
    need(not (project["repository_url"] or "").startswith("/"), "a local path leaks")

    listed = load(root, "files/manifest.json")
    keys(listed, ["total_files", "files"], "files/manifest.json")
    need(listed["total_files"] == len(listed["files"]) == manifest["contents"]["files"], "counts of files")
    paths = [entry["file_path"] for entry in listed["files"]]
    need(paths == sorted(paths) and len(set(paths)) == len(paths), "files/manifest.json is not sorted, or has doubles")
    expected = {"manifest.json"}
    need(sorted(entry["file_id"] for entry in listed["files"]) == list(range(1, len(paths) + 1)), "ids are not 1, 2, 3 …")
    for entry in listed["files"]:
        keys(entry, ["file_id", "file_path", "hash_sha256"], "files/manifest.json")
        name = "file-%06d" % entry["file_id"]
        expected |= {name + ".json", name + ".blob"}
        file = load(root, "files/%s.json" % name)
        keys(file, FILE, name)
        need(file["file_type"], name + " has no file_type")
        need(all(file[key] == entry[key] for key in entry), name + " is not what the list says")
        need(PLAIN_TIME.fullmatch(file["created_at"]), name + " created_at")
        with open(os.path.join(root, "files", name + ".blob"), "rb") as f:
            content = f.read()
        need(hashlib.sha256(content).hexdigest() == file["hash_sha256"], name + " hash")
        need(len(content) == file["file_size_bytes"], name + " size")
        need(isinstance(file["metadata"], dict), name + " metadata")
    need(set(os.listdir(os.path.join(root, "files"))) == expected, "files/ holds something else")

    branches = load(root, "vcs/branches.json")
    commits = load(root, "vcs/commits.json")
    tags = load(root, "vcs/tags.json")
    need(len(branches) == manifest["contents"]["branches"], "count of branches")
    need(len(commits) == manifest["contents"]["commits"], "count of commits")
    for branch in branches:
        keys(branch, BRANCH, "branches.json")
        need(branch["is_default"] in (0, 1), "is_default")
    need(sum(branch["is_default"] for branch in branches) <= 1, "two default branches")
    for number, commit in enumerate(commits, 1):
        keys(commit, COMMIT, "commits.json")
        need(commit["id"] == number and 1 <= commit["branch_id"] <= len(branches), "ids of commits")
        need(commit["parent_commit_id"] is None or 1 <= commit["parent_commit_id"] <= len(commits), "parents of commits")
        need(PLAIN_TIME.fullmatch(commit["commit_timestamp"]), "commit_timestamp")
    for tag in tags:
        keys(tag, ["id", "tag_name", "commit_id"], "tags.json")
        need(1 <= tag["commit_id"] <= len(commits), "commit of a tag")
    with open(os.path.join(root, "vcs/history.json"), "rb") as f:
        need(isinstance(json.load(f), list), "history.json")
    need(load(root, "vcs/commit_files.json") == [], "commit_files.json")
    total = sum(
        os.path.getsize(os.path.join(directory, name)) for directory, _, names in os.walk(root) for name in names
    ) - os.path.getsize(os.path.join(root, "manifest.json"))
    need(manifest["contents"]["total_size_bytes"] == total, "total_size_bytes")


def check_tar(path):
    with tarfile.open(path, "r:") as tar:
        members = tar.getmembers()
        first = members[0].name
        need(first.endswith(".cathedral") and members[0].isdir(), "the first entry is " + first)
        names = [member.name for member in members]
        need(names == sorted(names, key=lambda name: name.split("/")), "the entries are not sorted")
        for member in members:
            need(member.name.split("/")[0] == first, member.name + " lies outside")
            need(member.isdir() or member.isfile(), member.name + " is no plain file")
            facts = (member.uid, member.gid, member.mtime)
            need(facts == (0, 0, members[0].mtime), "%s has %s" % (member.name, facts))
        with tempfile.TemporaryDirectory() as scratch:
            tar.extractall(scratch)
            check(os.path.join(scratch, first))


if os.path.isdir(sys.argv[1]):
    check(sys.argv[1])
else:
    check_tar(sys.argv[1])
