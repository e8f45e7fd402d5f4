"""Reports of a period: how conditions are kept, what became of incidents, what devices yield. JSON, CSV or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from openpyxl import Workbook  # type: ignore[import-untyped]
from psycopg.rows import DictRow
from pydantic import AwareDatetime, BaseModel, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, exports
from baqylau.platform.postgres import load_queries

router = APIRouter(prefix="/api/reports", tags=["reports"])

QUERIES = load_queries("baqylau.console.routes", "reports.sql")
LONGEST = timedelta(days=366)
Name = Literal["compliance", "incidents", "devices"]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Report(BaseModel):
    """Rows as the report's columns name them; shares from 0 to 1, times in seconds."""

    begins: datetime = Field(serialization_alias="from")
    ends: datetime = Field(serialization_alias="to")
    rows: list[dict[str, Any]]


@router.get("/{name}", response_model=Report)
async def report(
    name: Name,
    account: Annotated[Account, require("figures.read")],
    database: Database,
    _record: Annotated[Record, exports("report")],
    begins: Annotated[AwareDatetime, Query(alias="from")],
    ends: Annotated[AwareDatetime, Query(alias="to")],
    office_id: int | None = None,
    format: Literal["json", "csv", "xlsx"] = "json",
) -> Any:
    """Figures by office for [from, to); no person is named."""
    if not begins < ends <= begins + LONGEST:
        raise Problem(422, "span_too_long", days=LONGEST.days)
    values = {"from": begins, "to": ends, "office_id": office_id, "account_office": account.office_id}
    cursor = await database.execute(QUERIES[name], values)
    rows = await cursor.fetchall()
    columns = [column.name for column in cursor.description or ()]
    if format == "json":
        return Report(begins=begins, ends=ends, rows=rows)
    file = f"{name}-{begins:%Y%m%d}-{ends:%Y%m%d}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    if format == "csv":
        return Response(as_csv(columns, rows), media_type="text/csv; charset=utf-8", headers=headers)
    return Response(as_xlsx(name, columns, rows), media_type=_XLSX, headers=headers)


def as_csv(columns: Sequence[str], rows: Sequence[DictRow]) -> str:
    """With the mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + text.getvalue()


def as_xlsx(name: str, columns: Sequence[str], rows: Sequence[DictRow]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.append(list(columns))
    for row in rows:
        sheet.append([row[column] for column in columns])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
