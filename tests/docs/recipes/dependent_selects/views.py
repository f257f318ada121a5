from django import forms
from django.urls import path

from htmx_partials import partial_response, render

CITIES = {"Austria": ["Graz", "Vienna"], "Ireland": ["Cork", "Dublin"]}


def choices(values):
    return [("", "Choose one"), *((value, value) for value in values)]


class AddressForm(forms.Form):
    country = forms.ChoiceField(choices=choices(CITIES))
    city = forms.ChoiceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        country = self["country"].value()
        self.fields["city"].choices = choices(CITIES.get(country, []))


@partial_response("address", "city")
def address(request):
    form = AddressForm(initial={"country": request.GET.get("country")})
    return render(request, "address.html", {"form": form})


@address.action(form=AddressForm)
def save(request, form):
    request.session["city"] = form.cleaned_data["city"]


urlpatterns = [path("", address, name="address")]
