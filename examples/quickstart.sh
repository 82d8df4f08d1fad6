#!/bin/sh
# leadctl in two minutes: installs it into an environment of its own, fills a demo store with the example registers,
# and shows the morning's due list and the month's report. Running it again changes nothing.
#
#   sh examples/quickstart.sh
#
# Everything lands in one folder, LEADCTL_HOME (default ./leadctl-demo); delete it to start anew.
set -eu

examples=$(cd "$(dirname "$0")" && pwd)
demo=${LEADCTL_HOME:-./leadctl-demo}
mkdir -p "$demo"
demo=$(cd "$demo" && pwd)

# The example registers end on the evening of 2026-11-21, so the demo's morning is the next.
LEADCTL_NOW=${LEADCTL_NOW:-2026-11-22T08:30}
LEADCTL_DB=$demo/demo.db
export LEADCTL_NOW LEADCTL_DB
unset LEADCTL_USER

find_python() {
    for candidate in python3 python3.13 python3.12 python3.11 python3.14; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$candidate"
            return 0
        fi
    done
    echo "quickstart: needs Python >= 3.11 with venv and pip (on Debian: python3-venv)" >&2
    return 1
}

install_leadctl() {
    python=$(find_python)
    echo "Installing leadctl into $demo/venv ..."
    "$python" -m venv --clear "$demo/venv"
    "$demo/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$examples/.."
}

leadctl() {
    "$demo/venv/bin/leadctl" "$@"
}

title() {
    printf '\n== %s\n' "$*"
}

make_store() {
    leadctl init --store 远山汽车城南店 --policy five-grade --timezone Asia/Shanghai
    leadctl staff add 林晓 --role manager
    leadctl staff add 周敏 --role service --as 林晓
    for consultant in 李娜 王强 陈静; do
        leadctl staff add "$consultant" --role consultant --as 林晓
    done
}

import_registers() {
    for register in register-gbk.csv register.xlsx register.csv; do
        echo "-- $register"
        leadctl log-visit --from "$examples/$register"
    done
    for kind in followups orders churn sales; do
        echo "-- $kind.csv"
        leadctl import "$kind" "$examples/$kind.csv"
    done
}

[ -x "$demo/venv/bin/leadctl" ] || install_leadctl
[ -f "$LEADCTL_DB" ] || { title "A new store: $LEADCTL_DB"; make_store; }
LEADCTL_USER=林晓
export LEADCTL_USER
title "Three months of registers, and what became of the leads"
import_registers
title "This morning's work of 李娜: leadctl due --consultant 李娜"
leadctl due --consultant 李娜
title "The manager's page: leadctl report --month"
leadctl report --month

cat <<NEXT

== Go on
    export PATH="$demo/venv/bin:\$PATH" LEADCTL_DB="$LEADCTL_DB" LEADCTL_NOW=$LEADCTL_NOW LEADCTL_USER=李娜

    leadctl due                           # today's work, in the order to do it
    leadctl show 13800000009              # one card with its whole history
    leadctl followup 13800000009 "约好周六到店" --outcome advance --grade A
    leadctl report funnel --month --by consultant
    leadctl report traffic --year 2026
    leadctl --help

For a store of your own: leave LEADCTL_NOW and LEADCTL_DB unset, then "leadctl init" and "leadctl staff add NAME".
NEXT
