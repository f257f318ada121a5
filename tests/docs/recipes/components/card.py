from django_components import Component, register


@register("card")
class Card(Component):
    template = """
      <section class="card">
        <h2>{{ title }}</h2>
        {% slot "body" default %}{% endslot %}
      </section>
    """

    def get_template_data(self, args, kwargs, slots, context):
        return {"title": kwargs["title"]}
