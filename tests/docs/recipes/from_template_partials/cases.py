def test_the_answers_stay_what_they_were(people, answers):
    page, *fragments = answers("before")

    assert "<form" in page
    assert fragments == ['<ul id="results"><li>Cy Borg</li><li>Ann Onymous</li></ul>'] * 2
    assert answers("views") == [page, *fragments]
