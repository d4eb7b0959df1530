#!/bin/sh
# Makes a git repository with everything odd that git stores, in the new directory $1; needs git and ssh-keygen.
set -e
git init -q -b main "$1"
cd "$1"
git config user.name 'Ünï "q" x'
git config user.email 'a b@c'
git config advice.nestedTag false

# Content and names.
printf 'one\r\ntwo\rthree' >cr.txt
printf '\357\273\277bom\n' >bom.txt
: >empty
printf '#!/bin/sh\n' >run && chmod +x run
ln -s cr.txt link && ln -s 'no where' broken
mkdir -p 'deep er/ünï✓' && printf x >'deep er/ünï✓/file'
printf x >"$(printf 'latin\351')"
printf x >"$(printf 'tab\tand\nline')"
printf x >'-dash' && printf x >'"quoted"' && printf x >'CON' && printf x >'Case' && printf y >'case'
head -c 300000 /dev/zero >zeros
git add -A
GIT_AUTHOR_DATE='1112911993 -0730' GIT_COMMITTER_DATE='1112911993 +1345' git commit -q -m 'first ✓'

# Refs of all kinds.
git branch 'feature/ünï'
git tag light
git tag -a v1.0 -m 'annotated'
git tag -a nested v1.0 -m 'a tag of a tag'
git tag blob HEAD:cr.txt
git tag tree 'HEAD^{tree}'

# Shapes of history: an octopus, several roots, empty commits.
for branch in b1 b2 b3; do
    git checkout -q -b $branch main
    echo $branch >$branch && git add . && git commit -q -m "on $branch"
done
git checkout -q main
echo m >m && git add . && git commit -q -m m
git merge -q -m octopus b1 b2 b3 >/dev/null
git checkout -q --orphan root2
git rm -q -r -f .
echo r >r && git add . && git commit -q -m root2
git checkout -q main
git merge -q --allow-unrelated-histories -m 'two roots' root2
git rm -q 'CON' && git commit -q -m 'remove one'

# Commits as odd as git allows.
git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),sub"
printf '[submodule "sub"]\n\tpath = sub\n\turl = ../sub\n' >.gitmodules
git add .gitmodules && git commit -q -m submodule
printf 'caf\351\n' | git -c i18n.commitEncoding=ISO-8859-1 commit -q --allow-empty -F -
git commit -q --allow-empty --allow-empty-message -m ''
printf 'no line end' | git commit -q --allow-empty --cleanup=verbatim -F -
ssh-keygen -q -t ed25519 -N '' -C '' -f .git/key
git config gpg.format ssh && git config user.signingkey "$PWD/.git/key.pub"
git commit -q -S --allow-empty -m signed
git tag -s -m 'signed tag' signed
extra=$(git cat-file commit HEAD | sed '/^committer/a xtra hello\n  more' | git hash-object -t commit -w --stdin --literally)
git update-ref refs/heads/extra "$extra"

# Refs that are neither branches nor tags.
git notes add -m note
git update-ref refs/custom/x HEAD~1
git update-ref "refs/replace/$(git rev-parse HEAD~1)" HEAD~2
