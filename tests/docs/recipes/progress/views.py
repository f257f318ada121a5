from django.core.cache import cache
from django.tasks import task
from django.urls import path

from htmx_partials import partial_response, render


@task
def write_report():
    for percent in range(101):
        cache.set("report", percent)


@partial_response("job")
def report(request):
    return render(request, "report.html", {"percent": cache.get("report")})


@report.action
def start(request):
    cache.set("report", 0)
    write_report.enqueue()


urlpatterns = [path("", report, name="report")]
