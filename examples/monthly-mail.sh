#!/bin/sh
# Makes a month's page and workbook, and sends both with the month in ten lines.
#
#   0 8 1 * *  LEADCTL_DB=/srv/leads/store.db MAIL_CMD=/srv/leads/send-to sh monthly-mail.sh
#
# usage: monthly-mail.sh [MONTH] [FOLDER]      (left out: the month that has ended, and the present folder)
#
# Writes FOLDER/report-MONTH.html and .xlsx; phones in them are masked. MAIL_CMD (default: cat) is run with the mail on
# stdin, whose first line is the subject, and with the two files in $PAGE and $WORKBOOK.
#
# Exit code: 0 all made and sent; else the first that failed, leadctl's own or the mail command's.
set -eu

month=${1:-$(leadctl report funnel --month last --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["month"])')}
folder=${2:-.}
PAGE=$folder/report-$month.html
WORKBOOK=$folder/report-$month.xlsx
export PAGE WORKBOOK

leadctl report --month "$month" -o "$PAGE"
leadctl report --month "$month" -o "$WORKBOOK"
text=$(leadctl report send-text --month "$month" --format plain)
printf '%s\n\n%s\n' "$(printf '%s\n' "$text" | sed -n 1p)" "$text" | ${MAIL_CMD:-cat}
