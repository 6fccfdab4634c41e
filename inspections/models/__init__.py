from inspections.models.sheets import Answer, InspectionSheet, SheetLevel, SheetLine

__all__ = ["Answer", "InspectionSheet", "SheetLevel", "SheetLine"]
