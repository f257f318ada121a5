from django.urls import path

from contacts.forms import ContactForm
from contacts.models import Contact
from htmx_partials import partial_response, render


@partial_response("rows")
def contacts(request):
    context = {"contacts": Contact.objects.all(), "form": ContactForm()}
    return render(request, "contacts.html", context)


@contacts.action(form=ContactForm)
def add(request, form):
    form.save()


urlpatterns = [path("", contacts, name="contacts")]
