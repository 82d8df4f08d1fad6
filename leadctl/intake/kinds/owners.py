"""Owners of files: cars sold before, here or elsewhere."""

from __future__ import annotations

from leadctl.domain.aftercare import ORIGINS
from leadctl.errors import template
from leadctl.intake.cells import make_code_parser, parse_person
from leadctl.intake.columns import read_days, read_each, read_names
from leadctl.intake.kinds.declaration import (
    CUSTOMER_PHONE,
    SOLD_MODEL,
    VIN,
    Combine,
    Field,
    FileKind,
    require_date,
    require_order,
    require_phone,
)
from leadctl.intake.people import part_people
from leadctl.intake.register_dates import RegisterDates, parse_day

parse_origin = make_code_parser(
    ORIGINS, ("本店", "我店", "our store"), ("他店", "外店", "其他店", "同品牌他店"), ("其他品牌", "它品牌", "其它品牌")
)

_YIELDS = (
    "name", "phone", "model", "delivered_on", "vin", "consultant", "insurance_on", "inspection_on", "warranty_until",
    "birthday", "origin", "other_phones", "wechat", "own_fields",
)  # fmt: skip


def _combine(dates: RegisterDates) -> Combine:
    return lambda read, rows, faults: {**read, **part_people(read, rows, faults)}


OWNERS = FileKind(
    name="owners",
    title="Owners",
    known_by="its phone (or name) with the car's number, else its phone with the day of delivery",
    about="Of those sold before, here or elsewhere (origin: here, elsewhere or other-brand; left out: here). One whose"
    " car was delivered here adds to what is known of it. However old the car, its owner is owed what"
    " fell due within the last month.",
    example="leadctl import owners owners.xlsx --rejects bad.csv",
    fields=(
        Field("name", ("姓名", "客户姓名", "车主", "车主姓名", "客户", "owner", "customer"), read_names),
        CUSTOMER_PHONE,
        SOLD_MODEL._replace(headers=(*SOLD_MODEL.headers, "购买车型", "所购车型")),
        Field("delivered_on", ("交车日期", "交付日期", "提车日期", "购车日期", "购买日期", "日期", "delivery date",
                               "date"), read_days),
        VIN,
        Field("consultant", ("销售顾问", "顾问", "seller"), read_each(parse_person)),
        Field("insurance_on", ("保险到期", "保险到期日", "保险日期", "保险到期日期", "续保日期", "insurance"),
              read_each(parse_day)),
        Field("inspection_on", ("年检日期", "年审日期", "年检到期", "年检", "inspection"), read_each(parse_day)),
        Field("warranty_until", ("质保到期", "质保到期日", "保修到期", "warranty"), read_each(parse_day)),
        Field("birthday", ("生日", "出生日期", "date of birth"), read_each(parse_day)),
        Field("origin", ("购车渠道", "购买渠道", "购于"), read_each(parse_origin)),
    ),
    required=(("phone",), ("delivered_on",)),
    yields=_YIELDS,
    combine=_combine,
    rules=(
        require_phone(),
        require_date("delivered_on"),
        require_order(template("delivered_on"), "warranty_until"),
        require_order(template("birthday"), "delivered_on"),
    ),
)  # fmt: skip
