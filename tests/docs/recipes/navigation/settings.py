HTMX_PARTIALS_TARGETS = {"content": "content"}
HTMX_PARTIALS_OOB = {
    "title": None,
    "frame.html#menu": {"swap": None, "on": "boosted"},
}
