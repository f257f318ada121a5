from django import forms
from django.template.defaultfilters import filesizeformat

from imports.files import LineError, layout_of, text_of
from imports.models import Import

MAX_SIZE = 1024 * 1024


class UploadForm(forms.ModelForm):
    file = forms.FileField(
        label="CSV file",
        label_suffix="",
        help_text=f"In UTF-8, up to {filesizeformat(MAX_SIZE)}. The first line names the columns.",
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
    )

    class Meta:
        model = Import
        fields: list[str] = []

    def clean_file(self) -> None:
        file = self.cleaned_data["file"]
        if file.size > MAX_SIZE:
            raise forms.ValidationError(
                f"This file has {filesizeformat(file.size)}, and {filesizeformat(MAX_SIZE)} is the most that is taken. "
                f"Split it, with the first line in each part."
            )
        try:
            text = text_of(file.read())
            layout_of(text.partition("\n")[0])
        except LineError as error:
            raise forms.ValidationError(str(error)) from error
        if "\n" not in text:
            raise forms.ValidationError("There is no contact below the first line.")
        self.instance.file_name = file.name
        self.instance.text = text
        self.instance.last_line = text.count("\n") + 1
