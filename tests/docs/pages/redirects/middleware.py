from django_htmx.http import HttpResponseLocation

from htmx_partials.middleware import HtmxPartialsMiddleware


class Middleware(HtmxPartialsMiddleware):
    def client_redirect(self, request, response, url):
        if url.startswith("/radio/"):
            return HttpResponseLocation(url, target="#content", select="#content")
        return super().client_redirect(request, response, url)
