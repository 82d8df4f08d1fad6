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
