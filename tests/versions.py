"""Tests of what Django 5.2 does not have say so: `@needs_django_6(reason="…")`."""

from functools import partial

import django
import pytest

needs_django_6 = partial(pytest.mark.skipif, django.VERSION < (6,))
