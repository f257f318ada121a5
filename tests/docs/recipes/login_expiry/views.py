from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render


@login_required
@partial_response("results")
def contacts(request):
    query = request.GET.get("q", "")
    return render(request, "list.html", {"contacts": Contact.objects.search(query)})


urlpatterns = [
    path("", contacts, name="contacts"),
    path("login/", LoginView.as_view(template_name="login.html"), name="login"),
]
