from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(user_logged_in)
def say_hello(request: HttpRequest, user: User, **kwargs: Any) -> None:
    messages.success(request, f"Signed in as {user.get_username()}.", fail_silently=True)


@receiver(user_logged_out)
def say_goodbye(request: HttpRequest, **kwargs: Any) -> None:
    messages.info(request, "Signed out.", fail_silently=True)
