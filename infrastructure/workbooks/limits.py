"""How much of a workbook is read (DESIGN §8: 200 MB inflated, ratio 100)."""

from dataclasses import dataclass

MIB = 1024 * 1024
SHEET_NAME_MAX_LENGTH = 100  # Excel allows 31 characters, LibreOffice writes longer ones


@dataclass(frozen=True)
class ReadLimits:
    file_bytes: int = 20 * MIB
    inflated_bytes: int = 200 * MIB
    inflation_ratio: int = 100
    # Below this size a high ratio is harmless: a sheet of blank styled cells reaches it.
    ratio_floor_bytes: int = MIB
    entries: int = 5_000
    sheets: int = 100
    sheet_name: int = SHEET_NAME_MAX_LENGTH
    columns: int = 256
    rows: int = 100_000  # filled rows of all sheets; this many is already too many
    cells: int = 2_000_000
    merged_ranges: int = 100_000
    reader_memory_bytes: int = 1536 * MIB
    reader_cpu_seconds: int = 60
    reader_wall_seconds: float = 90.0
