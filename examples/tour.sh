#!/bin/sh
# A store of one year, complete: registers, online enquiries, follow-ups, orders, churn, campaigns, plans, owners.
# Everybody in it is invented. Fills LEADCTL_HOME/year.db (default ./leadctl-demo) in a minute or two, then says what to
# look at. Running it again starts the store anew.
#
#   sh examples/quickstart.sh && sh examples/tour.sh
set -eu

examples=$(cd "$(dirname "$0")" && pwd)
demo=${LEADCTL_HOME:-./leadctl-demo}
mkdir -p "$demo"
demo=$(cd "$demo" && pwd)
PATH=$demo/venv/bin:$PATH
export PATH
command -v leadctl >/dev/null || { echo "tour: leadctl is not installed; first: sh examples/quickstart.sh" >&2; exit 1; }

LEADCTL_DB=$demo/year.db
LEADCTL_NOW=2025-11-30T09:00
LEADCTL_USER=林晓
export LEADCTL_DB LEADCTL_NOW LEADCTL_USER
notes=$demo/year-notes.txt
rm -f "$LEADCTL_DB" "$notes"

# What a command notes is kept; what it refuses stops the tour.
quietly() {
    "$@" >/dev/null 2>>"$notes" || { code=$?; echo "tour: $*" >&2; tail -n 3 "$notes" >&2; exit "$code"; }
}

at() {
    LEADCTL_NOW=$1 LEADCTL_USER=$2
    shift 2
    quietly leadctl "$@"
}

take() {
    quietly leadctl import "$1" "$examples/year/$2"
}

say() {
    printf '%s\n' "$*"
}

say "A new store, and who works there"
LEADCTL_USER='' quietly leadctl init --store 远山汽车城北店 --timezone Asia/Shanghai
LEADCTL_USER='' quietly leadctl staff add 林晓 --role manager
quietly leadctl staff add 周敏 --role service
quietly leadctl staff add 吴倩 --role reception
for consultant in 李娜 王强 陈静 赵磊; do
    quietly leadctl staff add "$consultant"
done

say "Its campaigns, and a year of visits and enquiries"
. "$examples/year/before.sh"
LEADCTL_NOW=2026-11-21T20:00 LEADCTL_USER=吴倩
take owners owners.csv
take visits register.csv
take online online.csv

say "Who was screened, invited and handed over"
. "$examples/year/commands.sh"

say "Follow-ups, defeats, orders and sales"
LEADCTL_NOW=2026-11-21T20:00 LEADCTL_USER=林晓
for kind in followups churn orders sales; do
    take "$kind" "$kind.csv"
done

say "Verification, plans, owners, closed months"
. "$examples/year/after.sh"

cat <<NEXT

== Look around
    export PATH="$demo/venv/bin:\$PATH"
    export LEADCTL_DB="$LEADCTL_DB" LEADCTL_NOW=2026-11-22T08:30 LEADCTL_USER=林晓

    leadctl due --consultant 李娜               # the morning of a consultant
    leadctl report --month                     # the manager's page
    leadctl report targets --month 2026-12     # next month's plan
    leadctl report channels --year 2026        # online leads
    leadctl report defeats --year 2026         # why leads are lost
    leadctl report followups --month last      # who keeps the windows
    leadctl report campaigns --year 2026       # what a campaign's lead costs
    leadctl report owners                      # those who have bought
    leadctl audit                              # what to mend
    leadctl report traffic --year 2026         # a column a month
NEXT
