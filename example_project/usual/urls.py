from django.contrib.auth import views as auth
from django.urls import path
from django.views.generic import RedirectView

from usual import import_views as imports
from usual import views

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="contacts"), name="home"),
    path("contacts/", views.contacts, name="contacts"),
    path("contacts/rows/", views.contacts_rows, name="contacts_rows"),
    path("contacts/more/", views.contacts_more, name="contacts_more"),
    path("contacts/add/", views.contacts_add, name="contacts_add"),
    path("contacts/check/<str:name>/", views.contacts_check, name="contacts_check"),
    path("contacts/archive/", views.contacts_archive, name="contacts_archive"),
    path("contacts/restore/", views.contacts_restore, name="contacts_restore"),
    path("contacts/<int:pk>/row/", views.row, name="row"),
    path("contacts/<int:pk>/row/edit/", views.row_edit, name="row_edit"),
    path("contacts/<int:pk>/row/archive/", views.row_archive, name="row_archive"),
    path("contacts/<int:pk>/", views.contact, name="contact"),
    path("contacts/<int:pk>/tab/<str:name>/", views.contact_tab, name="contact_tab"),
    path("contacts/<int:pk>/edit/", views.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/statistics/", views.contact_statistics, name="contact_statistics"),
    path("contacts/<int:pk>/notes/add/", views.note_add, name="note_add"),
    path("contacts/<int:pk>/notes/<int:note_pk>/delete/", views.note_delete, name="note_delete"),
    path("imports/", imports.page, name="import"),
    path("imports/job/", imports.job, name="import_job"),
    path("imports/upload/", imports.upload, name="import_upload"),
    path("imports/cancel/", imports.cancel, name="import_cancel"),
    path("imports/restart/", imports.restart, name="import_restart"),
    path("imports/sample/", imports.download_sample, name="import_sample"),
    path("accounts/login/", auth.LoginView.as_view(), name="login"),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("accounts/password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("accounts/password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
]
