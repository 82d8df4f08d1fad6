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
    leadctl staff add 林晓 --role manager 2>>"$demo/notes.txt"
    leadctl staff add 周敏 --role service --as 林晓
    for consultant in 李娜 王强 陈静; do
        leadctl staff add "$consultant" --role consultant --as 林晓
    done
}

# What an import notes (names that are new, leads overdue until the follow-ups come) is kept in notes.txt.
import_registers() {
    : >"$demo/notes.txt"
    for register in register-gbk.csv register.xlsx register.csv; do
        take leadctl log-visit --from "$examples/$register"
    done
    for kind in followups orders churn sales; do
        take leadctl import "$kind" "$examples/$kind.csv"
    done
}

take() {
    "$@" 2>>"$demo/notes.txt" || { code=$?; cat "$demo/notes.txt" >&2; exit "$code"; }
}

[ -x "$demo/venv/bin/leadctl" ] || install_leadctl
[ -f "$LEADCTL_DB" ] || { title "A new store"; make_store; }
LEADCTL_USER=林晓
export LEADCTL_USER
title "Three months of registers, and what became of the leads"
import_registers
title "This morning's work: leadctl due --consultant 李娜"
leadctl due --consultant 李娜
title "The manager's page: leadctl report --month"
leadctl report --month

cat <<NEXT

== Go on, as 李娜
    export PATH="$demo/venv/bin:\$PATH"
    export LEADCTL_DB="$LEADCTL_DB"
    export LEADCTL_NOW=$LEADCTL_NOW LEADCTL_USER=李娜

    leadctl due                       # today's work, in the order to do it
    leadctl show 13800000009          # one card with its whole history
    leadctl followup 13800000009 "约好周六到店" --outcome advance --appointment sat
    leadctl undo                      # it never happened
    leadctl report funnel --month --by consultant
    leadctl --lang zh due             # the same in Chinese
    leadctl --help

== A store of your own
    unset LEADCTL_DB LEADCTL_NOW LEADCTL_USER
    leadctl init --store "NAME"
    leadctl staff add "NAME" --role manager
NEXT
