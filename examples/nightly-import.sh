#!/bin/sh
# Imports every register of a folder, unattended and safe to repeat: rows that are known already change nothing.
#
#   15 2 * * *  LEADCTL_DB=/srv/leads/store.db LEADCTL_USER=林晓 sh nightly-import.sh /srv/leads/inbox
#
# usage: nightly-import.sh FOLDER [BACKUP_FOLDER]
#
# The store is backed up first (BACKUP_FOLDER, default FOLDER/backups, the newest 14 are kept); without a backup
# nothing is imported. Of a register with bad rows the good ones are written; the bad ones are copied, each with its reason,
# into NAME.rejects.csv beside it, which every night makes anew. Mend them in the register, and the next night takes them.
# MAIL_CMD (default: cat) receives on stdin what needs somebody's attention; silence means all went well.
#
# Exit code: 0 all rows imported; else the worst of leadctl's own: 3 bad rows, 1 a file could not be read, 4 the database
# could not be used (then no further file is tried).
set -u

if [ "$#" -lt 1 ] || [ ! -d "$1" ]; then
    echo "usage: nightly-import.sh FOLDER [BACKUP_FOLDER]" >&2
    exit 2
fi
folder=$1
backups=${2:-$folder/backups}
kept_backups=14
worst=0
umask 077

report=$(mktemp)
said=$(mktemp)
trap 'rm -f "$report" "$said"' EXIT

tell() {
    printf '%s\n' "$*" >>"$report"
}

# 4 outweighs 1, which outweighs 3: the database before the file before its rows.
remember() {
    case "$1,$worst" in
        4,* | 1,[03] | 3,0) worst=$1 ;;
        0,* | *,4 | 3,*) ;;
        *,0) worst=$1 ;;
    esac
}

send_report() {
    if [ -s "$report" ]; then
        ${MAIL_CMD:-cat} <"$report"
    fi
}

finish() {
    send_report
    exit "$worst"
}

# A night's backup is written once; running again in the same minute makes no second.
back_up() {
    mkdir -p "$backups" || return 1
    copy=$backups/store-$(date +%Y%m%d-%H%M).db
    [ -f "$copy" ] || leadctl backup "$copy" >/dev/null 2>"$said"
}

forget_old_backups() {
    # shellcheck disable=SC2012 # the names are our own: no blanks, and newest first by name
    ls -r "$backups"/store-*.db | tail -n "+$((kept_backups + 1))" | while IFS= read -r old; do
        rm -f "$old"
    done
}

import_one() {
    register=$1
    rejects=$register.rejects.csv
    rm -f "$rejects"
    leadctl log-visit --from "$register" --skip-bad --rejects "$rejects" >/dev/null 2>"$said"
    code=$?
    remember "$code"
    case $code in
        0) ;;
        3) tell "$register: bad rows, which were left out; mend them there, the reasons are in $rejects" ;;
        *) tell "$register: not imported (exit $code): $(cat "$said")" ;;
    esac
    return "$code"
}

back_up
code=$?
if [ "$code" -ne 0 ]; then
    remember "$code"
    tell "no backup, so nothing was imported (exit $code): $(cat "$said")"
    finish
fi
forget_old_backups

for register in "$folder"/*.csv "$folder"/*.tsv "$folder"/*.xlsx "$folder"/*.jsonl; do
    case $register in
        *.rejects.csv | */'~$'*) continue ;; # ours, and what Excel leaves beside a workbook that is open
    esac
    [ -f "$register" ] || continue
    import_one "$register"
    [ "$?" -ne 4 ] || break
done
finish
