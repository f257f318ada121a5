from django.conf import settings

TEMPLATES = [
    settings.TEMPLATES[0]
    | {
        "OPTIONS": settings.TEMPLATES[0]["OPTIONS"] | {"builtins": ["django_components.templatetags.component_tags"]},
    }
]
