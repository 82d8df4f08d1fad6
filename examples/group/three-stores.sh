#!/bin/sh
# A group of three stores: makes them, gives them head office's online leads, exports them into one lake, and reports.
# Needs leadctl on the path with its extra "group": pip install 'leadctl[group]'
#
#   sh examples/group/three-stores.sh [FOLDER]
#
# Everything lands in FOLDER (default ./leadctl-group); delete it to start anew.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-./leadctl-group}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
lake=$folder/lake
unset LEADCTL_USER

# The example register ends on the evening of 2026-11-21.
LEADCTL_NOW=${LEADCTL_NOW:-2026-11-22T08:30}
export LEADCTL_NOW

# The group's key: the same in every store, and nowhere in the lake.
[ -f "$folder/group.key" ] || od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$folder/group.key"

# Each store has every third row of the example register, and all of them the first ten.
fill_store() {
    code=$1 name=$2 rest=$3
    LEADCTL_DB=$folder/$code.db
    export LEADCTL_DB
    [ -f "$LEADCTL_DB" ] || leadctl init --store "$name" --code "$code" >/dev/null
    awk -v rest="$rest" 'NR <= 11 || NR % 3 == rest' "$here/../register.csv" >"$folder/$code.csv"
    leadctl import visits "$folder/$code.csv" --json >/dev/null 2>&1
}

# Some of the leads order.
sell() {
    LEADCTL_DB=$folder/$1.db
    shift
    for lead in "$@"; do
        leadctl order "$lead" --price 128000 --on 2026-11-21 >/dev/null 2>&1
    done
}

fill_store 0001 Riverside 0
fill_store 0002 Hillside 1
fill_store 0010 Lakeside 2
sell 0001 4 5 8 9 11
sell 0002 1 2
sell 0010 3

echo "== Head office gives its online leads to stores"
leadctl dispatch "$here/leads.csv" --stores "$here/stores.csv" -o "$folder/dispatched"

echo "== Each store takes its leads, and exports in the evening"
for code in 0001 0002 0010; do
    LEADCTL_DB=$folder/$code.db
    leadctl import online "$folder/dispatched/$code.csv" --json >/dev/null 2>&1
    LEADCTL_NOW=2026-11-22T21:00 leadctl lake export "$lake" --key "$folder/group.key"
done

echo "== The group's page"
LEADCTL_NOW=2026-11-23T08:00
LEADCTL_DB=$folder/none.db
leadctl group report stores --lake "$lake" --stores "$here/stores.csv" --month 2026-11
leadctl group report funnel --lake "$lake" --stores "$here/stores.csv" --month 2026-11 --by region
leadctl group report dispatch --lake "$lake" --stores "$here/stores.csv" --month 2026-11
leadctl group report stores --lake "$lake" --stores "$here/stores.csv" --month 2026-11 -o "$folder/stores.html"
echo "The page for a browser: $folder/stores.html"
