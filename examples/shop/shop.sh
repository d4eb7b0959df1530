#!/usr/bin/env bash
# A shop for several merchants: its schema is changed on a branch, reviewed, merged, and the merge is taken back.
#
#     examples/shop/shop.sh [DIRECTORY]
#
# The directory is made; without one a temporary one is, which goes at the end.
set -eu -o pipefail

here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
branchdb=$here/../../bin/branchdb
if [ $# -gt 0 ]; then
    directory=$1
    mkdir -p -- "$directory"
else
    directory=$(mktemp -d)
    trap 'rm -rf -- "$directory"' EXIT
fi
cd -- "$directory"

# Shows a command, and runs it.
run() {
    printf '\n$ branchdb %s\n' "$*"
    "$branchdb" "$@"
}

# The same for a command that has to be refused because rows or other branches are in the way: exit code 4.
refused() {
    local code=0
    run "$@" 2>&1 || code=$?
    [ "$code" -eq 4 ] || { echo "This was not refused, it ended with $code." >&2; exit 1; }
}

say() {
    printf '\n== %s\n' "$*"
}

say "A database with two tables, and a tenant for each merchant"
run create shop
run table create customers name:TEXT:not_null email:TEXT
run table create orders customer_id:TEXT:not_null:fk=customers.id.cascade 'total:INTEGER:not_null:check=total >= 0'
run index create orders customer_id
run tenant create acme globex

say "Each merchant has rows of their own"
run data insert customers --tenant acme --data '[
    {"id": "ada", "name": "Ada", "email": "ada@example.org"},
    {"id": "bob", "name": "Bob"}]'
run data insert orders --tenant acme --data '[{"customer_id": "ada", "total": 1250}, {"customer_id": "bob", "total": 300}]'
run data insert customers --tenant globex --data '{"id": "cyd", "name": "Cyd", "email": "cyd@example.org"}'

say "From now on the schema of main changes by merges only; the work is done on a branch"
run branch protect main
run branch create loyalty --switch
run column add customers points INTEGER --not-null --default 0

say "A customer without an e-mail address is in the way, and is named with the tenant"
refused column alter customers email --not-null

say "The branch has rows of its own: they are put right there, and the change is made"
run data update customers --tenant acme --where name=Bob --set email=bob@example.org
run column alter customers email --not-null

say "Meanwhile somebody else has merged a column into main, so the branch takes that in first"
run branch create stock --source main
run column add orders shipped BOOLEAN --branch stock
run branch merge-into-main stock
refused branch merge-into-main loyalty
run branch merge main loyalty

say "Review: what was done, and whether it can be merged; on main, Bob still has no address"
run branch changes
run branch compare
refused branch can-merge loyalty
run data update customers --branch main --tenant acme --where name=Bob --set email=bob@example.org
run branch merge-into-main loyalty --dry-run

say "The merge: every merchant has the new schema at the same instant"
run branch merge-into-main loyalty
run query --branch main --tenant acme 'SELECT name, email, points FROM customers ORDER BY name'

say "And back: the schema as it was before this merge, with every row"
run branch undo --branch main --yes
run query --branch main --tenant acme "SELECT * FROM customers WHERE id = 'bob'" --format json
