# What follows from it: when, who, and the words of a command. Written by python -m tests.year.make; examples/tour.sh runs it.
at 2025-12-21T12:10 林晓 verify 13900001023 confirmed
at 2026-01-05T09:00 林晓 reward set sale 500
at 2026-01-19T00:00 林晓 campaign cost '新春展' materials 1500
at 2026-01-19T00:00 林晓 campaign cost '新春展' venue 2000
at 2026-01-22T00:00 林晓 campaign summary '新春展' '资料已全部录入，三天内回访完'
at 2026-01-27T11:45 周敏 verify 13900001035 confirmed --win-back 2026-04-12
at 2026-03-06T14:50 林晓 verify 13900001069 confirmed
at 2026-03-11T16:15 林晓 verify 13900001071 confirmed
at 2026-03-16T11:30 周敏 verify 13900001067 confirmed --win-back 2026-05-30
at 2026-04-01T17:25 周敏 verify 13900001070 confirmed --win-back 2026-06-15
at 2026-04-20T00:00 林晓 campaign cost '踏浪试驾' materials 1500
at 2026-04-20T00:00 林晓 campaign cost '踏浪试驾' other 500
at 2026-04-23T00:00 林晓 campaign summary '踏浪试驾' '资料已全部录入，三天内回访完'
at 2026-05-03T18:24 周敏 defeat 13900001095 --lost-contact
at 2026-05-06T17:00 林晓 verify 13900001095 confirmed
at 2026-05-06T17:35 周敏 verify 13900001207 confirmed --win-back 2026-07-20
at 2026-05-15T13:55 周敏 verify 13900001078 confirmed --win-back 2026-07-29
at 2026-06-05T15:25 周敏 verify 13900001096 confirmed --win-back 2026-08-19
at 2026-06-18T13:10 周敏 verify 13900001104 confirmed --win-back 2026-09-01
at 2026-06-20T12:15 林晓 verify 13900001124 confirmed
at 2026-06-30T17:30 林晓 assign --from '赵磊' --to '陈静' --note '待回访客户交接'
at 2026-06-30T17:40 林晓 staff leave '赵磊'
at 2026-07-09T10:15 周敏 verify 13900001112 confirmed --win-back 2026-09-22
at 2026-07-10T12:50 周敏 verify 13900001103 confirmed --win-back 2026-09-23
at 2026-07-14T00:00 林晓 campaign cost '夏夜车展' materials 2600
at 2026-07-14T00:00 林晓 campaign cost '夏夜车展' other 900
at 2026-07-14T00:00 林晓 campaign cost '夏夜车展' venue 8000
at 2026-07-17T00:00 林晓 campaign summary '夏夜车展' '资料已全部录入，三天内回访完'
at 2026-07-29T17:00 林晓 target set --month 2026-08 --sales 8
at 2026-08-12T15:25 周敏 verify 13900001149 confirmed --win-back 2026-10-26
at 2026-08-13T17:35 周敏 verify 13900001216 confirmed --win-back 2026-10-27
at 2026-08-29T17:00 林晓 target set --month 2026-09 --sales 8
at 2026-09-02T09:00 林晓 report close --month 2026-08
at 2026-09-11T16:55 林晓 verify 13900001164 confirmed
at 2026-09-15T11:50 周敏 verify 13900001155 confirmed --win-back 2026-11-29
at 2026-09-25T16:05 周敏 verify 13900001158 confirmed --win-back 2026-12-09
at 2026-09-27T14:59 周敏 defeat 13900001173 --lost-contact
at 2026-09-28T17:00 林晓 target set --month 2026-10 --sales 9
at 2026-09-30T15:20 林晓 verify 13900001173 confirmed
at 2026-10-02T09:00 林晓 report close --month 2026-09
at 2026-10-03T18:00 李娜 aftercare done 13900001018 --result fine --score 8
at 2026-10-03T18:00 陈静 aftercare done 13900001045 --result fine --score 10
at 2026-10-03T18:00 陈静 aftercare done 13900001200 --result fine --score 10
at 2026-10-04T18:00 王强 aftercare done 13900001066 --result fine --score 8
at 2026-10-05T18:00 陈静 aftercare done 13900001031 --result fine --score 6
at 2026-10-06T18:00 陈静 aftercare done 13900001046 --result fine --score 9
at 2026-10-08T18:00 陈静 aftercare done 13900001077 --result fine --score 8
at 2026-10-09T15:00 李娜 aftercare done 13900001001 --result fine --score 9
at 2026-10-09T18:00 王强 aftercare done 13900001212 --result fine --score 7
at 2026-10-10T15:00 王强 aftercare done 13900001002 --result fine --score 8
at 2026-10-10T18:00 李娜 aftercare done 13900001119 --result fine --score 8
at 2026-10-10T18:00 陈静 aftercare done 13900001060 --result fine --score 7
at 2026-10-11T15:00 陈静 aftercare done 13900001003 --result fine --score 10
at 2026-10-11T15:10 林晓 verify 13900001180 confirmed
at 2026-10-11T18:00 陈静 aftercare done 13900001039 --result fine --score 8
at 2026-10-12T15:00 李娜 aftercare done 13900001004 --result complaint --note '右后门异响' --staff '王强' --until +5d
at 2026-10-12T18:00 李娜 aftercare done 13900001013 --result fine
at 2026-10-13T18:00 陈静 aftercare done 13900001115 --result fine --score 9
at 2026-10-14T18:00 陈静 aftercare done 13900001033 --result fine --score 9
at 2026-10-15T18:00 李娜 aftercare done 13900001082 --result fine --score 7
at 2026-10-15T18:00 陈静 aftercare done 13900001022 --result fine --score 7
at 2026-10-16T18:00 李娜 aftercare done 13900001206 --result fine --score 8
at 2026-10-18T18:00 陈静 aftercare done 13900001109 --result fine --score 10
at 2026-10-19T00:00 林晓 campaign cost '金秋团购' materials 2200
at 2026-10-19T00:00 林晓 campaign cost '金秋团购' other 1400
at 2026-10-19T00:00 林晓 campaign cost '金秋团购' venue 1000
at 2026-10-19T18:00 王强 aftercare done 13900001083 --result fine --score 8
at 2026-10-20T18:00 王强 aftercare done 13900001015 --result fine --score 7
at 2026-10-20T18:00 王强 aftercare done 13900001138 --result fine --score 9
at 2026-10-20T18:00 陈静 aftercare done 13900001165 --result fine --score 6
at 2026-10-20T18:00 陈静 aftercare done 13900001204 --result fine --score 7
at 2026-10-20T18:00 陈静 aftercare done 13900001209 --result fine --score 7
at 2026-10-21T18:00 王强 aftercare done 13900001014 --result fine
at 2026-10-22T00:00 林晓 campaign summary '金秋团购' '资料已全部录入，三天内回访完'
at 2026-10-22T18:00 周敏 edit customer 13900001208 --district '城南' --occupation '医生' --importance key
at 2026-10-22T18:00 陈静 aftercare done 13900001110 --result fine --score 10
at 2026-10-23T10:48 周敏 edit customer 13900001216 --district '城北' --occupation '教师'
at 2026-10-23T18:00 陈静 aftercare done 13900001063 --result fine --score 9
at 2026-10-24T03:36 周敏 edit customer 13900001080 --district '开发区' --occupation '教师'
at 2026-10-24T18:00 陈静 aftercare done 13900001019 --result fine --score 10
at 2026-10-24T18:00 陈静 aftercare done 13900001163 --result fine --score 8
at 2026-10-24T20:24 周敏 edit customer 13900001092 --district '城北' --occupation '教师'
at 2026-10-25T13:12 周敏 edit customer 13900001018 --district '城南' --occupation '工程师'
at 2026-10-25T18:00 陈静 aftercare done 13900001199 --result fine --score 9
at 2026-10-26T06:00 周敏 edit customer 13900001136 --district '城南' --occupation '医生'
at 2026-10-26T18:00 王强 aftercare done 13900001144 --result fine --score 7
at 2026-10-26T18:00 陈静 aftercare done 13900001111 --result fine --score 8
at 2026-10-26T18:00 陈静 aftercare done 13900001114 --result fine --score 9
at 2026-10-26T22:48 周敏 edit customer 13900001149 --district '开发区' --occupation '个体户'
at 2026-10-27T15:36 周敏 edit customer 13900001198 --district '城北' --occupation '医生'
at 2026-10-28T08:24 周敏 edit customer 13900001159 --district '城北' --occupation '个体户'
at 2026-10-29T01:12 周敏 edit customer 13900001171 --district '开发区' --occupation '工程师'
at 2026-10-29T17:00 林晓 target set --month 2026-11 --sales 10
at 2026-10-29T18:00 周敏 edit customer 13900001206 --district '高新区' --occupation '公务员' --importance key
at 2026-10-29T18:00 陈静 aftercare done 13900001050 --result fine --score 9
at 2026-10-30T10:48 周敏 edit customer 13900001103 --district '高新区' --occupation '工程师'
at 2026-10-30T17:30 林晓 target action '老客户转介绍电话' --month 2026-11 --week 3 --count 20 --by 2026-11-20
at 2026-10-30T17:30 林晓 target set --month 2026-11 --week 1 --leads 7 --orders 2
at 2026-10-30T17:30 林晓 target set --month 2026-11 --week 2 --leads 7 --orders 2
at 2026-10-30T17:30 林晓 target set --month 2026-11 --week 3 --leads 8 --orders 3
at 2026-10-30T17:30 林晓 target set --month 2026-11 --week 4 --leads 8 --orders 3
at 2026-10-31T03:36 周敏 edit customer 13900001070 --district '城南' --occupation '工程师'
at 2026-10-31T20:24 周敏 edit customer 13900001072 --district '高新区' --occupation '工程师'
at 2026-11-01T13:12 周敏 edit customer 13900001197 --district '城北' --occupation '工程师'
at 2026-11-01T18:00 陈静 tag 13900001183 '高尔夫'
at 2026-11-02T06:00 周敏 edit customer 13900001150 --district '开发区' --occupation '公务员'
at 2026-11-02T09:00 林晓 report close --month 2026-10
at 2026-11-02T13:12 陈静 tag 13900001203 '高尔夫'
at 2026-11-02T18:00 王强 aftercare done 13900001043 --result fine --score 6
at 2026-11-02T22:48 周敏 edit customer 13900001144 --district '城北' --occupation '公务员'
at 2026-11-03T08:24 陈静 tag 13900001156 '露营'
at 2026-11-03T15:36 周敏 edit customer 13900001178 --district '高新区' --occupation '医生'
at 2026-11-03T18:00 陈静 aftercare done 13900001079 --result fine --score 8
at 2026-11-04T03:36 陈静 tag 13900001061 '高尔夫'
at 2026-11-04T08:24 周敏 edit customer 13900001218 --district '城南' --occupation '教师'
at 2026-11-04T18:00 陈静 aftercare done 13900001054 --result fine --score 6
at 2026-11-04T18:00 陈静 aftercare done 13900001058 --result fine --score 10
at 2026-11-04T18:00 陈静 aftercare done 13900001076 --result fine --score 9
at 2026-11-04T22:48 陈静 tag 13900001066 '钓鱼'
at 2026-11-05T01:12 周敏 edit customer 13900001064 --district '开发区' --occupation '公务员'
at 2026-11-05T18:00 周敏 edit customer 13900001132 --district '城南' --occupation '工程师' --importance key
at 2026-11-05T18:00 陈静 tag 13900001178 '亲子'
at 2026-11-06T10:48 周敏 edit customer 13900001025 --district '城北' --occupation '教师'
at 2026-11-06T13:12 陈静 tag 13900001042 '亲子'
at 2026-11-06T18:00 陈静 aftercare done 13900001075 --result fine --score 10
at 2026-11-07T03:36 周敏 edit customer 13900001053 --district '高新区' --occupation '个体户'
at 2026-11-07T08:24 陈静 tag 13900001170 '钓鱼'
at 2026-11-07T18:00 李娜 aftercare done 13900001120 --result fine --score 8
at 2026-11-07T20:24 周敏 edit customer 13900001090 --district '高新区' --occupation '公务员'
at 2026-11-08T03:36 陈静 tag 13900001123 '高尔夫'
at 2026-11-08T13:12 周敏 edit customer 13900001052 --district '开发区' --occupation '工程师'
at 2026-11-08T18:00 陈静 aftercare done 13900001009 --result fine
at 2026-11-08T18:00 陈静 aftercare done 13900001122 --result fine --score 10
at 2026-11-08T18:00 陈静 aftercare done 13900001135 --result fine --score 10
at 2026-11-08T22:48 陈静 tag 13900001127 '露营'
at 2026-11-09T06:00 周敏 edit customer 13900001137 --district '城南' --occupation '个体户'
at 2026-11-09T18:00 陈静 aftercare done 13900001131 --result fine --score 6
at 2026-11-09T18:00 陈静 tag 13900001070 '钓鱼'
at 2026-11-09T22:48 周敏 edit customer 13900001167 --district '城南' --occupation '个体户'
at 2026-11-10T13:12 陈静 tag 13900001022 '钓鱼'
at 2026-11-10T15:36 周敏 edit customer 13900001084 --district '高新区' --occupation '公务员'
at 2026-11-10T18:00 李娜 aftercare done 13900001162 --result fine --score 9
at 2026-11-11T08:24 周敏 edit customer 13900001113 --district '城南' --occupation '教师'
at 2026-11-11T08:24 陈静 tag 13900001224 '露营'
at 2026-11-11T18:00 陈静 aftercare done 13900001012 --result fine
at 2026-11-12T01:12 周敏 edit customer 13900001062 --district '高新区' --occupation '个体户'
at 2026-11-12T03:36 陈静 tag 13900001038 '钓鱼'
at 2026-11-12T18:00 周敏 edit customer 13900001102 --district '开发区' --occupation '公务员' --importance key
at 2026-11-12T18:00 林晓 reward pay 13900001013 500 --note '现金'
at 2026-11-12T22:48 陈静 tag 13900001046 '钓鱼'
at 2026-11-13T10:48 周敏 edit customer 13900001088 --district '城南' --occupation '教师'
at 2026-11-13T18:00 陈静 tag 13900001136 '高尔夫'
at 2026-11-14T00:00 林晓 campaign add '冬季试驾' --kind tour --start 2026-12-12 --source event --budget 3000
at 2026-11-14T00:14 林晓 campaign approve '冬季试驾'
at 2026-11-14T00:28 林晓 campaign tasks '冬季试驾' --usual --staff '李娜'
at 2026-11-14T00:43 林晓 campaign invite '冬季试驾' --who not-sold
at 2026-11-14T00:57 林晓 campaign invite '冬季试驾' --who never-came
at 2026-11-14T03:36 周敏 edit customer 13900001163 --district '开发区' --occupation '医生'
at 2026-11-14T13:12 陈静 tag 13900001213 '露营'
at 2026-11-14T18:00 陈静 aftercare done 13900001202 --result fine --score 6
at 2026-11-14T20:24 周敏 edit customer 13900001112 --district '城北' --occupation '公务员'
at 2026-11-15T00:00 李娜 campaign invited '冬季试驾' 13900001136
at 2026-11-15T08:24 陈静 tag 13900001094 '露营'
at 2026-11-15T09:36 李娜 campaign invited '冬季试驾' 13900001172
at 2026-11-15T13:12 周敏 edit customer 13900001131 --district '高新区' --occupation '教师'
at 2026-11-15T19:12 李娜 campaign invited '冬季试驾' 13900001174
at 2026-11-16T00:00 李娜 campaign confirmed '冬季试驾' 13900001136
at 2026-11-16T03:36 陈静 tag 13900001049 '露营'
at 2026-11-16T04:48 李娜 campaign invited '冬季试驾' 13900001175
at 2026-11-16T06:00 周敏 edit customer 13900001213 --district '高新区' --occupation '医生'
at 2026-11-16T09:36 李娜 campaign confirmed '冬季试驾' 13900001172
at 2026-11-16T14:24 李娜 campaign invited '冬季试驾' 13900001177
at 2026-11-16T15:00 王强 aftercare done 13900001005 --result replace --note '想换七座'
at 2026-11-16T18:00 李娜 aftercare done 13900001055 --result fine --score 9
at 2026-11-16T18:00 陈静 aftercare done 13900001028 --result fine --score 10
at 2026-11-16T18:00 陈静 aftercare done 13900001153 --result fine --score 8
at 2026-11-16T19:12 李娜 campaign confirmed '冬季试驾' 13900001174
at 2026-11-16T22:48 周敏 edit customer 13900001170 --district '城北' --occupation '个体户'
at 2026-11-16T22:48 陈静 tag 13900001031 '亲子'
at 2026-11-17T00:00 李娜 campaign invited '冬季试驾' 13900001178
at 2026-11-17T04:48 李娜 campaign confirmed '冬季试驾' 13900001175
at 2026-11-17T09:05 周敏 verify 13900001167 confirmed --win-back 2027-01-31
at 2026-11-17T09:36 李娜 campaign invited '冬季试驾' 13900001182
at 2026-11-17T14:24 李娜 campaign confirmed '冬季试驾' 13900001177
at 2026-11-17T15:00 陈静 aftercare done 13900001006 --result fine --score 7
at 2026-11-17T15:36 周敏 edit customer 13900001141 --district '高新区' --occupation '个体户'
at 2026-11-17T18:00 李娜 aftercare done 13900001034 --result fine --score 7
at 2026-11-17T18:00 王强 aftercare done 13900001011 --result fine
at 2026-11-17T18:00 陈静 tag 13900001099 '高尔夫'
at 2026-11-17T19:12 李娜 campaign invited '冬季试驾' 13900001183
at 2026-11-18T00:00 李娜 campaign confirmed '冬季试驾' 13900001178
at 2026-11-18T04:48 李娜 campaign invited '冬季试驾' 13900001184
at 2026-11-18T08:24 周敏 edit customer 13900001105 --district '开发区' --occupation '公务员'
at 2026-11-18T09:36 李娜 campaign confirmed '冬季试驾' 13900001182
at 2026-11-18T13:12 陈静 tag 13900001114 '露营'
at 2026-11-18T14:24 李娜 campaign invited '冬季试驾' 13900001189
at 2026-11-18T15:00 李娜 aftercare done 13900001007 --result recommend --name '郑思远' --phone 13900009001
at 2026-11-18T18:00 陈静 aftercare done 13900001092 --result fine --score 7
at 2026-11-18T18:00 陈静 aftercare done 13900001179 --result fine --score 8
at 2026-11-19T00:00 李娜 campaign invited '冬季试驾' 13900001191
at 2026-11-19T01:12 周敏 edit customer 13900001077 --district '城北' --occupation '工程师'
at 2026-11-19T08:24 陈静 tag 13900001149 '钓鱼'
at 2026-11-19T09:36 李娜 campaign invited '冬季试驾' 13900001192
at 2026-11-19T15:00 王强 aftercare done 13900001008 --result no-answer
at 2026-11-19T18:00 周敏 audit --sample 5 --month 2026-10 --seed 7
at 2026-11-19T18:00 李娜 aftercare done 13900001010 --result fine
at 2026-11-19T18:00 王强 aftercare done 13900001089 --result fine --score 8
at 2026-11-19T18:00 王强 aftercare done 13900001094 --result fine --score 8
at 2026-11-20T03:36 陈静 tag 13900001110 '钓鱼'
at 2026-11-21T13:12 陈静 appoint 13900001219 --at 2026-11-22T10:00 --note '带家人来'
at 2026-11-21T13:12 陈静 appoint 13900001221 --at 2026-11-22T10:00 --note '带家人来'
at 2026-11-21T13:12 陈静 appoint 13900001222 --at 2026-11-23T10:00 --note '带家人来'
at 2026-11-21T13:12 陈静 appoint 13900001225 --at 2026-11-23T10:00 --note '带家人来'
at 2026-11-21T18:00 林晓 target set --month 2026-12 --raise showroom=45%
at 2026-11-21T18:00 林晓 target set --month 2026-12 --sales 12
