"""The URLs of the example project, with Django's admin beside them."""

from django.contrib import admin
from django.urls import path

from addressbook.urls import urlpatterns as addressbook

urlpatterns = [*addressbook, path("admin/", admin.site.urls)]
