"""A hospital to try things out with: content as data, loaded through the services."""

DEMO_HOSPITAL = "GJRMYY"  # the general hospital that is built in full
