HTMX_PARTIALS_TARGETS = {"content": "content"}
HTMX_PARTIALS_OOB = {"title": None}
LOGIN_REDIRECT_URL = "home"
