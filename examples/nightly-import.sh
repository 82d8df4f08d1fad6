#!/bin/sh
# Imports every register of a folder, unattended and safe to repeat: rows that are known already change nothing.
#
#   15 2 * * *  LEADCTL_DB=/srv/leads/store.db LEADCTL_USER=林晓 sh nightly-import.sh /srv/leads/inbox
#
# usage: nightly-import.sh FOLDER [BACKUP_FOLDER]
#
# The store is backed up first, by leadctl backup FOLDER --keep D,W,M (BACKUP_FOLDER, default FOLDER/backups; KEEP, default
# 7,4,12: the newest backup of 7 days, 4 weeks and 12 months; older ones go). The backup that lies there is read again by
# leadctl backup --verify; without a proved backup nothing is imported. Of a register with bad rows the good ones are
# written; the bad ones are copied, each with its reason, into NAME.rejects.csv beside it, which every night makes anew.
# Mend them in the register, and the next night takes them.
# MAIL_CMD (default: cat) receives on stdin what is worth knowing: files that failed or were left untouched, and what leadctl
# notes of a register: columns it does not read, years it assumed, new names, odd phones, rows that are gone or were mended.
# A note is told once, until it is another one; FOLDER/.notes keeps what was told last. Silence means that there was
# nothing new of the kind.
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
keep=${KEEP:-7,4,12}
worst=0
umask 077

report=$(mktemp)
said=$(mktemp)
summary=$(mktemp)
noted=$(mktemp)
trap 'rm -f "$report" "$said" "$summary" "$noted"' EXIT

tell() {
    printf '%s\n' "$@" >>"$report"
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

# A backup whose file cannot be read back as what was written goes, and its sum with it.
back_up() {
    mkdir -p "$backups" || return 1
    leadctl backup "$backups" --keep "$keep" >/dev/null 2>"$said" || return
    # shellcheck disable=SC2012 # the names are leadctl's own: no blanks; the newest stands last
    copy=$(ls -tr "$backups"/leadctl-*.db | tail -n 1)
    leadctl backup --verify "$copy" >"$said" 2>&1
    proved=$?
    [ "$proved" -eq 0 ] || rm -f "$copy" "$copy.sha256"
    return "$proved"
}

# What leadctl noted of a register, and the lines of its summary between the counts and the end: names that are new, leads
# that were closed. That this login is on no staff list is no matter of the register.
notes() {
    sed '1,2d;$d' "$summary"
    sed 's/^leadctl: //' "$said" | grep -v 'leadctl staff add'
}

# Tells those notes of a register that are not the night's before.
tell_notes() {
    told=$folder/.notes/$(basename "$register")
    mkdir -p "$folder/.notes" && touch "$told" || return
    notes >"$noted"
    news=$(grep -vxF -f "$told" "$noted")
    [ -z "$news" ] || tell "$register:" "$news"
    cp "$noted" "$told"
}

import_one() {
    register=$1
    rejects=$register.rejects.csv
    rm -f "$rejects"
    leadctl log-visit --from "$register" --skip-bad --rejects "$rejects" >"$summary" 2>"$said"
    code=$?
    remember "$code"
    case $code in
        0) tell_notes ;;
        3)
            tell "$register: bad rows, which were left out; mend them there, the reasons are in $rejects"
            tell_notes
            ;;
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

for register in "$folder"/*; do
    [ -f "$register" ] || continue
    name=$(basename "$register" | tr '[:upper:]' '[:lower:]')
    case $name in
        *.rejects.csv | '~$'*) ;; # ours, and what Excel leaves beside a workbook that is open
        *.csv | *.tsv | *.txt | *.xlsx | *.xlsm | *.xltx | *.xls | *.et | *.xlsb | *.ods | *.html | *.htm | *.jsonl | *.zip | *.gz)
            import_one "$register"
            [ "$?" -ne 4 ] || break
            ;;
        *) tell "$register: left untouched: its name does not end like that of a register (.csv .xlsx .xls .ods ...)" ;;
    esac
done
finish
