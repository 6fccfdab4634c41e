"""What may be inside a docx, xlsx or pptx: judged once, for evidence and for workbooks (DESIGN §8).

Nothing is unpacked to disk, no part is believed for its name, and every inflated byte is counted. Who asks gives the
limits and finds his own words for a refusal.
"""
