from django.conf import settings

OPTIONS = settings.TEMPLATES[0]["OPTIONS"] | {"libraries": {"partials": "template_partials.templatetags.partials"}}
TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": OPTIONS}]
