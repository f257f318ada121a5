from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.generic import RedirectView

from contacts import views
from imports.views import contacts_import

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="contacts"), name="home"),
    path("contacts/", views.contacts, name="contacts"),
    path("contacts/<int:pk>/", views.ContactView.as_view(), name="contact"),
    path("imports/", contacts_import, name="import"),
    path("live/", include("htmx_partials.live.urls")),
    path("accounts/login/", auth.LoginView.as_view(), name="login"),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("accounts/password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("accounts/password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
]
