"""How the states of a self-inspection sheet look: tone and icon."""

SHEET = {
    "draft": ("plain", "pencil"),
    "running": ("accent", "loader"),
    "unconfirmed": ("wait", "hourglass"),
    "confirmed": ("done", "check"),
    "done": ("done", "check"),  # the own part of the hospital's sheet
}
