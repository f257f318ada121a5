"""What `make demo` runs with: the settings of the address book, and tools that show what each request got and why."""

from addressbook.settings import *  # noqa: F403
from addressbook.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar"]
MIDDLEWARE = ["debug_toolbar.middleware.DebugToolbarMiddleware", *MIDDLEWARE]

ROOT_URLCONF = "addressbook.development_urls"

INTERNAL_IPS = ["127.0.0.1", "::1"]
DEBUG_TOOLBAR_PANELS = [
    "debug_toolbar.panels.history.HistoryPanel",
    "htmx_partials.debug.PartialsPanel",
    "debug_toolbar.panels.sql.SQLPanel",
    "debug_toolbar.panels.headers.HeadersPanel",
]
# The toolbar follows what htmx asks for, and starts as a handle at the side.
DEBUG_TOOLBAR_CONFIG = {"UPDATE_ON_FETCH": True, "SHOW_COLLAPSED": True}

# One line for each response, in the terminal.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    "loggers": {"htmx_partials": {"handlers": ["terminal"], "level": "DEBUG"}},
}
