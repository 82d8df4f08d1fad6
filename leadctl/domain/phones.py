"""Phones on paper that leaves the house."""

from __future__ import annotations

MASK = "****"


def mask_phone(phone: str | None) -> str | None:
    """``13812345678`` -> ``138****5678``; of another number the last four digits and what leads it stay.
    Where there is none, nothing is hidden."""
    if not phone:
        return phone
    if len(phone) <= 4:
        return MASK
    head = phone[:3] if len(phone) >= 8 else ""
    return f"{head}{MASK}{phone[-4:]}"


def mask_phones_in(text: str) -> str:
    """What was said, with the phones in it masked: mobiles, ``+CC...`` and numbers with an area code; days stay."""
    import re

    mobile, abroad, landline = (
        r"[1１][3-9３-９](?:[ -]?\d){9}",
        r"[+＋]\d(?:[ -]?\d){6,14}",
        r"[0０]\d{2,3}[ -]?\d{7,8}",
    )
    phone = rf"(?<!\d)(?:{abroad}|(?:86[ -]?)?{mobile}|{landline})(?!\d)"
    return re.sub(phone, lambda found: str(mask_phone(re.sub("[ -]", "", found.group()))), text)
