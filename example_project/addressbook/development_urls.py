"""The URLs of the address book, and those of the toolbar."""

from debug_toolbar.toolbar import debug_toolbar_urls

from addressbook import urls

urlpatterns = [*urls.urlpatterns, *debug_toolbar_urls()]
