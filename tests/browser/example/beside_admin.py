"""The URLs of the example project and of Django's admin."""

from django.contrib import admin
from django.urls import path

from addressbook.urls import urlpatterns as addressbook

urlpatterns = [*addressbook, path("admin/", admin.site.urls)]
