import django

if django.VERSION < (6,):
    from tests.django52 import stand_in

    stand_in()
