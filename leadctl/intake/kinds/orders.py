"""Orders of files, with their deliveries and cancellations."""

from __future__ import annotations

from leadctl.errors import template
from leadctl.intake.cells import make_count_parser, parse_car_price
from leadctl.intake.columns import read_days, read_each
from leadctl.intake.kinds.declaration import (
    COUNT_HEADERS,
    LEAD,
    PHONE,
    SOLD_MODEL,
    VIN,
    Field,
    FileKind,
    require_date,
    require_lead,
    require_order,
)

ORDERS = FileKind(
    name="orders",
    title="Orders",
    known_by="its lead and the day of the order",
    about="Later sendings fill in the delivery or the cancellation. An order while another one of the lead stands is"
    " a bad row.",
    example="leadctl import orders orders.xlsx --skip-bad",
    fields=(
        PHONE,
        LEAD,
        Field("ordered_on", ("订单日期", "下订日期", "订车日期", "签单日期", "成交日期", "日期", "date", "order date"),
              read_days),
        Field("delivered_on", ("交车日期", "交付日期", "提车日期", "delivery date"), read_days),
        Field("cancelled_on", ("退订日期", "取消日期", "canceled on", "cancel date"), read_days),
        SOLD_MODEL,
        Field("price", ("成交价", "价格", "成交价格", "车价", "金额"), read_each(parse_car_price)),
        VIN,
        Field("count", COUNT_HEADERS, read_each(make_count_parser(1, 999))),
    ),
    required=(("phone", "lead"), ("ordered_on",)),
    rules=(
        require_lead,
        require_date("ordered_on"),
        require_order(template("ordered_on"), "delivered_on"),
        require_order(template("ordered_on"), "cancelled_on"),
    ),
)  # fmt: skip
