from django.conf import settings

LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    settings.TEMPLATES[0]
    | {
        "APP_DIRS": False,
        "OPTIONS": settings.TEMPLATES[0]["OPTIONS"]
        | {
            "loaders": [("django.template.loaders.cached.Loader", LOADERS)],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]
