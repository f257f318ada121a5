"""
Stands in for what the tests and the example project take from Django 6, where they run with Django 5.2.

Tasks are those of their backport. Partials are those of django-template-partials, loaded in each template as if by
`{% load partials %}`, and found in each engine as its app configuration has it.
"""

import sys
from enum import StrEnum
from types import ModuleType
from typing import Any

import django_tasks
import django_tasks_db  # noqa: F401 - looks for Django's own tasks when it is imported
from django.template import Engine
from django.utils.deprecation import MiddlewareMixin


class CSP(StrEnum):
    """Sources of a content security policy. Django 5.2 has none."""

    NONE = "'none'"
    SELF = "'self'"


class ContentSecurityPolicyMiddleware(MiddlewareMixin):
    """Leaves each response without one."""


def stand_in() -> None:
    for name, stands_in in {"utils": CSP, "middleware": ContentSecurityPolicyMiddleware}.items():
        module = sys.modules[f"django.{name}.csp"] = ModuleType(f"django.{name}.csp")
        setattr(module, stands_in.__name__, stands_in)
    sys.modules["django.tasks"] = django_tasks
    Engine.default_builtins.append("template_partials.templatetags.partials")
    of_engine: Any = Engine
    init = of_engine.__init__

    def init_with_partials(engine: Any, *args: Any, **options: Any) -> None:
        init(engine, *args, **options)
        engine.loaders = [("template_partials.loader.Loader", engine.loaders)]

    of_engine.__init__ = init_with_partials
