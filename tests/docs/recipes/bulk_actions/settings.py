HTMX_PARTIALS_OOB = {"base.html#messages": "beforeend:#toasts"}
