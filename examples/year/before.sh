# Before the first visit: when, who, and the words of a command. Written by python -m tests.year.make; examples/tour.sh runs it.
at 2025-12-27T00:00 林晓 campaign add '新春展' --kind display --start 2026-01-17 --end 2026-01-18 --source event --budget 4000
at 2025-12-28T00:00 林晓 campaign approve '新春展'
at 2026-03-28T00:00 林晓 campaign add '踏浪试驾' --kind tour --start 2026-04-18 --end 2026-04-19 --source event --budget 2500
at 2026-03-29T00:00 林晓 campaign approve '踏浪试驾'
at 2026-06-20T00:00 林晓 campaign add '夏夜车展' --kind exhibition --start 2026-07-11 --end 2026-07-13 --source event --budget 12000
at 2026-06-21T00:00 林晓 campaign approve '夏夜车展'
at 2026-09-26T00:00 林晓 campaign add '金秋团购' --kind group-buy --start 2026-10-17 --end 2026-10-18 --source event --budget 6000
at 2026-09-27T00:00 林晓 campaign approve '金秋团购'
