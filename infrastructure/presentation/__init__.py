"""How dates, deadlines, states, links and figures read on a page. Pure: no Django, no clock."""
