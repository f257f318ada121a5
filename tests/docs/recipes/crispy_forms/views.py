from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django.forms import ModelForm
from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render


class ContactForm(ModelForm):
    class Meta:
        model = Contact
        fields = ["first_name", "last_name", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"hx-post": "", "hx-target": "#new", "hx-swap": "outerHTML"}
        self.helper.layout = Layout(
            *self.fields,
            HTML('<button class="btn btn-primary" name="_action" value="add">Add</button>'),
        )


@partial_response("new", oob=["rows"])
def contacts(request):
    context = {"form": ContactForm(), "contacts": Contact.objects.all()}
    return render(request, "crispy.html", context)


@contacts.action(form=ContactForm)
def add(request, form):
    form.save()


urlpatterns = [path("", contacts, name="contacts")]
