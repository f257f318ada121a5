"""The settings of the site for a server: `gunicorn django.core.wsgi:get_wsgi_application()`."""

from tests.caches import site
from tests.settings import *  # noqa: F403

globals().update(site.settings_with())
