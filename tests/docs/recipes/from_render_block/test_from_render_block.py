def test_the_answers_stay_what_they_were(people, answers):
    page, *fragments = answers("before")

    assert "<form" in page
    assert fragments == ['<ul id="results"><li>Cy Borg</li><li>Ann Onymous</li></ul>'] * 2
    assert answers("views") == [page, *fragments]


def test_the_page_comes_back_from_the_history(people, htmx_client, settings):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert "<form" in htmx_client.get("/", headers=headers).content.decode()
    settings.ROOT_URLCONF = "tests.docs.recipes.from_render_block.before"
    assert "<form" not in htmx_client.get("/", headers=headers).content.decode()
