from django.forms import inlineformset_factory
from django.shortcuts import get_object_or_404
from django.urls import path

from contacts.models import Contact, Note
from htmx_partials import partial_response, render

NoteFormSet = inlineformset_factory(Contact, Note, fields=["text"], extra=0, max_num=5)


@partial_response("notes")
def notes(request, pk):
    contact = get_object_or_404(Contact, pk=pk)
    formset = NoteFormSet(instance=contact)
    return render(request, "formset.html", {"contact": contact, "formset": formset})


def sent_formset(request, pk):
    return NoteFormSet(request.POST, instance=get_object_or_404(Contact, pk=pk))


@notes.action
def more(request, pk):
    """Show what was sent, with one form more."""
    sent = sent_formset(request, pk)
    data = request.POST.copy()
    data["notes-TOTAL_FORMS"] = min(sent.total_form_count() + 1, sent.max_num)
    return {"formset": NoteFormSet(data, instance=sent.instance)}


@notes.action(form=sent_formset, form_name="formset")
def save(request, pk, form):
    form.save()


urlpatterns = [path("<int:pk>/", notes, name="notes")]
