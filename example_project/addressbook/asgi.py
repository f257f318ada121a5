import os

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "addressbook.settings")

django_application = get_asgi_application()

from htmx_partials.live.asgi import with_live  # noqa: E402

application = with_live(ASGIStaticFilesHandler(django_application))
