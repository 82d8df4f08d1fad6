#!/bin/sh
# Sends every consultant the day's work: one mail each, as text and as a page for the phone (tap a number to call).
# It goes to the address on the staff list and nowhere else: leadctl staff edit NAME --mail ADDRESS. Nothing is sent to
# whoever has nothing due; who has no address is named on stderr.
#
#   0 8 * * 1-6  LEADCTL_DB=/srv/leads/store.db MAIL_CMD="sendmail -t -oi" sh morning-mail.sh
#
# usage: morning-mail.sh [CONSULTANT...]      (left out: every consultant on the staff list)
#
# MAIL_CMD (default: cat) is run once a consultant with the whole mail on stdin, its receiver in "To:", and with the
# consultant's name in $CONSULTANT and the address in $ADDRESS. MAIL_FROM, if set, is the sender. The list shows phone
# numbers in full.
#
# Exit code: 0 all sent; else the first that failed, leadctl's own or the mail command's. The others still get theirs.
set -u

failed=0
folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT

remember() {
    [ "$failed" -ne 0 ] || failed=$1
}

# The consultants on the staff list who have not left, one a line: the address (or nothing), a tab, the name.
every_consultant() {
    staff=$(leadctl staff list --json) || return
    printf '%s' "$staff" | python3 -c '
import json, sys
for member in json.load(sys.stdin):
    if member["role"] == "consultant" and not member.get("left_on"):
        print(member.get("mail") or "", member["name"], sep="\t")'
}

# The mail with its two parts, list.txt and list.html.
write_mail() {
    python3 - "$folder" "$1" <<'PYTHON'
import os, sys
from email.message import EmailMessage
from pathlib import Path

folder, subject = Path(sys.argv[1]), sys.argv[2]
mail = EmailMessage()
mail["Subject"] = subject
mail["To"] = os.environ["ADDRESS"]
if os.environ.get("MAIL_FROM"):
    mail["From"] = os.environ["MAIL_FROM"]
mail.set_content((folder / "list.txt").read_text(encoding="utf-8"), cte="quoted-printable")
mail.add_alternative((folder / "list.html").read_text(encoding="utf-8"), subtype="html", cte="quoted-printable")
sys.stdout.buffer.write(bytes(mail))
PYTHON
}

mail_to() {
    ADDRESS=$1 CONSULTANT=$2
    export ADDRESS CONSULTANT
    first=$(leadctl due --consultant "$CONSULTANT" --format jsonl --limit 1) || { remember "$?"; return; }
    [ -n "$first" ] || return 0
    if [ -z "$ADDRESS" ]; then
        echo "morning-mail.sh: $CONSULTANT has no address: leadctl staff edit \"$CONSULTANT\" --mail ADDRESS" >&2
        return 0
    fi
    leadctl due --consultant "$CONSULTANT" --format plain -o "$folder/list.txt" || { remember "$?"; return; }
    leadctl due --consultant "$CONSULTANT" -o "$folder/list.html" || { remember "$?"; return; }
    write_mail "leadctl: the work of $CONSULTANT on $(date +%F)" >"$folder/mail" || { remember "$?"; return; }
    ${MAIL_CMD:-cat} <"$folder/mail" || remember "$?"
}

every_consultant >"$folder/staff" || exit
[ "$#" -gt 0 ] || set -- ''
tab=$(printf '\t')
for wanted in "$@"; do
    found=''
    while IFS= read -r line <&3; do
        address=${line%%"$tab"*} name=${line#*"$tab"}
        if [ -z "$wanted" ] || [ "$name" = "$wanted" ]; then
            found=yes
            mail_to "$address" "$name"
        fi
    done 3<"$folder/staff"
    if [ -n "$wanted" ] && [ -z "$found" ]; then
        echo "morning-mail.sh: $wanted is no consultant on the staff list" >&2
        remember 1
    fi
done
exit "$failed"
