"""How the states of a finding, of its extensions and of its rounds look: tone and icon."""

FINDING = {
    "draft": ("plain", "pencil"),
    "submitted": ("wait", "inbox"),
    "analysing": ("wait", "zoom-question"),
    "rectifying": ("accent", "tool"),
    "awaiting": ("wait", "clipboard-check"),
    "accepted": ("wait", "rubber-stamp"),
    "closed": ("done", "circle-check"),
    "merged": ("plain", "arrow-merge"),
    "void": ("void", "ban"),
}
EXTENSION = {
    "pending": ("wait", "hourglass"),
    "granted": ("done", "check"),
    "refused": ("plain", "x"),
}
ROUND = {
    "granted": ("done", "check"),
    "returned": ("overdue", "arrow-back-up"),
}
