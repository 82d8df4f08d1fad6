#!/bin/sh
# Sends every consultant the day's work: one mail each, nothing to whoever has nothing due.
#
#   0 8 * * 1-6  LEADCTL_DB=/srv/leads/store.db MAIL_CMD=/srv/leads/send-to sh morning-mail.sh
#
# usage: morning-mail.sh [CONSULTANT...]      (left out: every consultant on the staff list)
#
# MAIL_CMD (default: cat) is run once a consultant with the mail on stdin and the consultant's name in $CONSULTANT; the
# first line is the subject. The list shows phone numbers in full: send it to the consultant and nobody else.
#
# Exit code: 0 all sent; else the first that failed, leadctl's own or the mail command's. The others still get theirs.
set -u

failed=0
list=$(mktemp)
trap 'rm -f "$list"' EXIT

remember() {
    [ "$failed" -ne 0 ] || failed=$1
}

# The names on the staff list, one a line: consultants who have not left.
every_consultant() {
    staff=$(leadctl staff list --json) || return
    printf '%s' "$staff" | python3 -c '
import json, sys
for member in json.load(sys.stdin):
    if member["role"] == "consultant" and not member.get("left_on"):
        print(member["name"])'
}

mail_to() {
    CONSULTANT=$1
    export CONSULTANT
    first=$(leadctl due --consultant "$CONSULTANT" --format jsonl --limit 1) || { remember "$?"; return; }
    [ -n "$first" ] || return 0
    leadctl due --consultant "$CONSULTANT" >"$list" || { remember "$?"; return; }
    { echo "leadctl: the work of $CONSULTANT on $(date +%F)"; echo; cat "$list"; } | ${MAIL_CMD:-cat} || remember "$?"
}

if [ "$#" -eq 0 ]; then
    names=$(every_consultant) || exit
    IFS='
'
    set -f
    # shellcheck disable=SC2086 # one name a line: names hold blanks
    set -- $names
    unset IFS
fi
for consultant in "$@"; do
    mail_to "$consultant"
done
exit "$failed"
