from django.urls import path
from django.views.decorators.cache import cache_control, cache_page

from contacts.models import Contact
from htmx_partials import partial_response, render


@cache_control(public=True, s_maxage=60)
@cache_page(60)
@partial_response("results")
def contacts(request):
    query = request.GET.get("q", "")
    return render(request, "public.html", {"contacts": Contact.objects.search(query)})


urlpatterns = [path("", contacts, name="contacts")]
